using System.Text;

namespace Enterprise.Tests.Api.Http.Families;

/// <summary>A way to write a body.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Write">The bytes, given a body that is in order and the name of its first member.</param>
/// <param name="IsRefused">No route can have a use for it.</param>
internal sealed record JsonCase(string Name, Func<string, string, byte[]> Write, bool IsRefused = true)
{
    public static JsonCase Refused(string name, Func<string, string, string> write) =>
        new(name, (good, member) => Encoding.UTF8.GetBytes(write(good, member)));

    /// <summary>As the value of the first member.</summary>
    public static JsonCase Value(string name, string value, bool isRefused = true) =>
        new(name, (_, member) => Encoding.UTF8.GetBytes($$"""{"{{member}}":{{value}}}"""), isRefused);

    /// <summary>As an additional member, before all others.</summary>
    public static JsonCase Unknown(string member) =>
        Refused($"unknown member {member}", (good, _) => $"{{{member},{good[1..]}");

    public static JsonCase Bytes(string name, Func<string, byte[]> write) => new(name, (good, _) => write(good));

    public static string Many(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
