using System.Reflection;
using Enterprise.Api.Authentication;
using Enterprise.Api.Http;
using Enterprise.Application;
using Enterprise.Domain.Roles;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Tests.Architecture;

/// <summary>Every action says who may call it and what it reads.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ActionTests
{
    private static readonly MethodInfo[] Actions =
    [
        .. Solution
            .Api.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(ControllerBase)) && !type.IsAbstract)
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            )
            .Where(method => method.GetCustomAttribute<NonActionAttribute>() is null && !method.IsSpecialName),
    ];

    [Test]
    public void There_are_actions_to_look_at() => Assert.That(Actions, Has.Length.GreaterThanOrEqualTo(8));

    [Test]
    public void Every_action_declares_who_may_call_it() =>
        Assert.That(
            Actions.Where(action => !Declares<IAuthorizeData>(action) && !Declares<IAllowAnonymous>(action)),
            Is.Empty
        );

    [Test]
    public void No_action_declares_both_itself() =>
        Assert.That(
            Actions.Where(action =>
                action.GetCustomAttributes().OfType<IAuthorizeData>().Any()
                && action.GetCustomAttributes().OfType<IAllowAnonymous>().Any()
            ),
            Is.Empty
        );

    [Test]
    public void No_permission_hides_behind_anonymous_access()
    {
        // AllowAnonymous on a controller wins over Authorize on its action, silently.
        var hidden = Actions.Where(action =>
            action.GetCustomAttributes().OfType<IAuthorizeData>().Any()
            && action.DeclaringType!.GetCustomAttributes().OfType<IAllowAnonymous>().Any()
        );

        Assert.That(hidden, Is.Empty);
    }

    [Test]
    public void Every_permission_that_an_action_asks_for_is_in_the_catalogue()
    {
        var asked = Actions
            .SelectMany(action => action.GetCustomAttributes<RequirePermissionAttribute>())
            .Select(needed => needed.Permission)
            .Distinct();

        Assert.That(asked, Is.Not.Empty.And.SubsetOf(Permissions.All));
    }

    [Test]
    public void Permissions_are_asked_for_by_the_attribute_that_the_documentation_and_this_test_read() =>
        Assert.That(
            Actions
                .SelectMany(action => action.GetCustomAttributes().Concat(action.DeclaringType!.GetCustomAttributes()))
                .OfType<IAuthorizeData>()
                .Where(authorize => authorize.Policy is not null || authorize.Roles is not null),
            Is.Empty
        );

    [Test]
    public void Every_action_that_asks_for_a_permission_documents_that_it_may_refuse() =>
        Assert.That(
            Actions.Where(action =>
                action.GetCustomAttribute<RequirePermissionAttribute>() is not null
                && action.GetCustomAttribute<RefusalsAttribute>()?.Statuses.Contains(403) is not true
            ),
            Is.Empty
        );

    [Test]
    public void Every_action_has_a_route_and_a_verb_of_its_own()
    {
        var routes = Actions
            .SelectMany(action => action.GetCustomAttributes<HttpMethodAttribute>())
            .SelectMany(route => route.HttpMethods.Select(verb => $"{verb} {route.Template}"))
            .ToArray();

        Assert.That(Actions.Where(action => !action.GetCustomAttributes<HttpMethodAttribute>().Any()), Is.Empty);
        Assert.That(routes, Is.Unique);
        Assert.That(routes, Has.All.Match("^[A-Z]+ /[a-z0-9/._{}:-]*$"));
    }

    [Test]
    public void Every_action_that_waits_can_be_cancelled() =>
        Assert.That(
            Actions.Where(action =>
                action.ReturnType.IsAssignableTo(typeof(Task))
                && action.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken)
            ),
            Is.Empty
        );

    [Test]
    public void Every_message_that_is_read_from_a_body_has_exactly_one_validator()
    {
        var services = new ServiceCollection().AddApplication();
        var counts = Messages()
            // What developers echo has no rules and touches nothing.
            .Where(message => message.Namespace != "Enterprise.Api.Development")
            .ToDictionary(
                message => message.Name,
                message =>
                    services.Count(service => service.ServiceType == typeof(IValidator<>).MakeGenericType(message))
            );

        Assert.That(counts, Is.Not.Empty);
        Assert.That(counts.Where(count => count.Value != 1), Is.Empty);
    }

    [Test]
    public void Every_validator_is_of_a_message_that_some_action_reads()
    {
        var validated = new ServiceCollection()
            .AddApplication()
            .Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidator<>))
            .Select(type => type.GetGenericArguments()[0]);

        Assert.That(validated, Is.SubsetOf(Messages()));
    }

    [Test]
    public void No_message_prints_what_is_secret()
    {
        // A record prints its members; one that is called a secret must have a type that does not.
        string[] words = ["password", "secret", "token", "pepper"];
        var offenders =
            from type in Messages().Concat(Solution.Application.GetTypes().Where(type => type.IsPublic))
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.PropertyType == typeof(string)
            where type.GetMethod("<Clone>$") is not null
            where words.Any(word => property.Name.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            select $"{type.Name}.{property.Name}";

        Assert.That(offenders, Is.Empty);
    }

    private static Type[] Messages() =>
        [
            .. Actions
                .SelectMany(action => action.GetParameters())
                .Where(parameter =>
                    parameter.GetCustomAttribute<FromBodyAttribute>() is not null || IsComplex(parameter.ParameterType)
                )
                .Select(parameter => parameter.ParameterType)
                .Distinct(),
        ];

    private static bool IsComplex(Type type) =>
        type.IsClass && type != typeof(string) && type.Namespace!.StartsWith("Enterprise.", StringComparison.Ordinal);

    private static bool Declares<T>(MethodInfo action) =>
        action.GetCustomAttributes().OfType<T>().Any() || action.DeclaringType!.GetCustomAttributes().OfType<T>().Any();
}
