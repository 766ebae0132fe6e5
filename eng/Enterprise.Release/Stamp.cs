using System.Globalization;

namespace Enterprise.Release;

/// <summary>What a build is told about itself.</summary>
/// <param name="Version">Semantic version; ends with <c>-dirty</c> where more went in than was committed.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="CommittedAt">When it was committed, in UTC and whole seconds: what is made has no other time.</param>
/// <param name="Tree">git's id of all that goes in.</param>
internal sealed record Stamp(string Version, string Commit, DateTimeOffset CommittedAt, string Tree)
{
    /// <summary>The name of the product in files and archives.</summary>
    public const string Product = "enterprise-api";

    /// <summary>RFC 3339, as <c>GET /version</c> tells it.</summary>
    public string BuiltAt => CommittedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>One NAME=value a line, for whoever builds with it.</summary>
    public string Lines => $"version={Version}\ncommit={Commit}\nbuilt_at={BuiltAt}";

    /// <summary>The name of an archive, and of the one folder in it.</summary>
    public string Name(string runtime) => $"{Product}-{Version}-{runtime}";
}
