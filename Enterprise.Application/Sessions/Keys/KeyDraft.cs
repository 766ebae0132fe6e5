namespace Enterprise.Application.Sessions.Keys;

/// <summary>A key as it was configured, before it is judged.</summary>
/// <param name="Place">Where it was configured.</param>
/// <param name="Setting">What was configured.</param>
/// <param name="FileText">What its file holds; <c>null</c> where it has none, or one that cannot be read.</param>
/// <param name="WrittenAt">When its file was written, or else the ring file that it stands in; <c>null</c> where it is in neither.</param>
internal sealed record KeyDraft(KeyPlace Place, SigningKeySetting Setting, string? FileText, DateTimeOffset? WrittenAt)
{
    /// <summary>Which member the material comes from; <c>null</c> where it is not exactly one.</summary>
    public string? Source
    {
        get
        {
            (string Member, string Value)[] given =
            [
                ("secret", Setting.Secret),
                ("pem", Setting.Pem),
                ("file", Setting.File),
            ];
            var set = given.Where(source => !string.IsNullOrWhiteSpace(source.Value)).ToArray();
            return set is [var (member, _)] ? member : null;
        }
    }

    /// <summary>A PEM, or the secret of HS256.</summary>
    public string? Material =>
        Source switch
        {
            "secret" => Setting.Secret,
            "pem" => Setting.Pem,
            // Editors and secret stores end a file with a line break that nobody means.
            "file" => FileText?.TrimEnd('\r', '\n'),
            _ => null,
        };
}
