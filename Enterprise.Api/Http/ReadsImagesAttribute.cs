namespace Enterprise.Api.Http;

/// <summary>Says on the Swagger page that the body of an action is a picture, and not JSON.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsImagesAttribute : Attribute;
