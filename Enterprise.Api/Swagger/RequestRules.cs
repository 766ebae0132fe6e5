using System.Globalization;
using System.Text.Json;
using Enterprise.Application.Validation;
using Enterprise.Domain.Common;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Enterprise.Api.Swagger;

/// <summary>What the validators of the messages say about their members, by the members' names on the wire.</summary>
internal sealed class RequestRules(IServiceProvider services, IOptions<JsonOptions> json)
{
    private const string Required = "required";

    /// <summary>The bounds of the texts.</summary>
    public IReadOnlyDictionary<string, TextShape> Shapes(Type message)
    {
        Dictionary<string, TextShape> shapes = new(StringComparer.Ordinal);
        if (Validator(message) is not { } validator)
            return shapes;
        foreach (var member in validator.CreateDescriptor().GetMembersWithValidators())
        foreach (var (rule, _) in member)
            if (rule is ITextShapeRule text)
                shapes[Wire(member.Key)] = text.Shape;
        return shapes;
    }

    /// <summary>The bounds of the numbers.</summary>
    public IReadOnlyDictionary<string, (string Least, string Most)> Ranges(Type message)
    {
        Dictionary<string, (string, string)> ranges = new(StringComparer.Ordinal);
        if (Validator(message) is not { } validator)
            return ranges;
        foreach (var member in validator.CreateDescriptor().GetMembersWithValidators())
        foreach (var (rule, _) in member)
            if (rule is IBetweenValidator { From: IConvertible from, To: IConvertible to })
                ranges[Wire(member.Key)] = (
                    from.ToString(CultureInfo.InvariantCulture),
                    to.ToString(CultureInfo.InvariantCulture)
                );
        return ranges;
    }

    /// <summary>What the validator misses in a message without any member.</summary>
    public IReadOnlyList<FieldError> Missing(Type message)
    {
        var empty = JsonSerializer.Deserialize("{}", message, json.Value.JsonSerializerOptions)!;
        var found = Validator(message)?.Validate(new ValidationContext<object>(empty)).Errors ?? [];
        return
        [
            .. found
                .Where(error => error.ErrorCode == Required)
                .Select(error => new FieldError(Wire(error.PropertyName), error.ErrorCode, error.ErrorMessage)),
        ];
    }

    private IValidator? Validator(Type message) =>
        (IValidator?)services.GetService(typeof(IValidator<>).MakeGenericType(message));

    private static string Wire(string member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member);
}
