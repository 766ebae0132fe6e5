namespace Enterprise.Api.Edge;

/// <summary>
/// Lets an answer be compressed: long lists, and the OpenAPI document. Never on what holds a token or another secret: the length of a compressed answer
/// tells whether a guess that an attacker put into it matches (BREACH). Lists hold no secret, and a browser sends no token that
/// a foreign page did not give it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompressedAttribute : Attribute;
