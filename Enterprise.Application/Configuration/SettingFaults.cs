using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace Enterprise.Application.Configuration;

/// <summary>Collects what is wrong with the settings, by the name an operator sets them by and never with their value.</summary>
public sealed class SettingFaults
{
    /// <summary>The least length of a secret, in bytes of UTF-8 (RFC 7518 section 3.2: a key as long as the hash).</summary>
    public const int SecretMinBytes = 32;

    private readonly List<string> faults = [];

    /// <summary>What was found so far, one line a fault.</summary>
    public IReadOnlyList<string> All => faults;

    public int Count => faults.Count;

    /// <summary>Checks that a secret is there, long enough and no example from a manual.</summary>
    public SettingFaults Secret(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return Add(name, "is missing (or set " + name + "_FILE to a file that holds it)");
        return SecretStrength(name, value);
    }

    /// <summary>Checks that a secret is long enough and no example from a manual.</summary>
    public SettingFaults SecretStrength(string name, string value)
    {
        if (Encoding.UTF8.GetByteCount(value) < SecretMinBytes)
            return Add(name, $"is shorter than {SecretMinBytes} bytes");
        return ExampleSecrets.Looks(value)
            ? Add(name, "is a well-known example; make one with: openssl rand -base64 48")
            : this;
    }

    /// <summary>Checks each of several secrets.</summary>
    public SettingFaults Secrets(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
            Secret(name, value);
        return this;
    }

    public SettingFaults Required(string name, string value) =>
        string.IsNullOrWhiteSpace(value) ? Add(name, "is missing") : this;

    public SettingFaults Range(string name, double value, double least, double most) =>
        value >= least && value <= most
            ? this
            : Add(name, string.Create(CultureInfo.InvariantCulture, $"must be from {least} to {most}"));

    public SettingFaults Check(string name, bool holds, string otherwise) => holds ? this : Add(name, otherwise);

    public ValidateOptionsResult Result() =>
        faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

    private SettingFaults Add(string name, string fault)
    {
        faults.Add($"{name} {fault}");
        return this;
    }
}
