using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Api.Http.Families;

/// <summary>The routes of the program as it describes itself, so that a new one is asked everything that the others are.</summary>
internal static class ApiRoutes
{
    /// <summary>All routes, as <c>METHOD /template</c>, with what they read.</summary>
    public static IReadOnlyList<ApiRoute> Of(IServiceProvider services) =>
        [
            .. services
                .GetRequiredService<IApiDescriptionGroupCollectionProvider>()
                .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
                .Select(action => new ApiRoute(
                    $"{action.HttpMethod} /{action.RelativePath}",
                    Names(action, BindingSource.Path),
                    Names(action, BindingSource.Query),
                    action.ParameterDescriptions.Any(parameter => parameter.Source == BindingSource.Body)
                )),
        ];

    private static string[] Names(ApiDescription action, BindingSource source) =>
        [
            .. action
                .ParameterDescriptions.Where(parameter => parameter.Source == source)
                .Select(parameter => parameter.Name),
        ];
}

/// <summary>One of them.</summary>
/// <param name="Name">Method and template.</param>
/// <param name="Path">The parameters in its path.</param>
/// <param name="Query">The parameters of its query.</param>
/// <param name="ReadsJson">It takes a JSON body.</param>
internal sealed record ApiRoute(string Name, string[] Path, string[] Query, bool ReadsJson)
{
    public string Method => Name.Split(' ')[0];

    public string Template => Name.Split(' ')[1];
}
