namespace Enterprise.Tests.Architecture.Expanding;

/// <summary>What is wrong with a change of the schema that is made while programs use it.</summary>
internal enum Harm
{
    /// <summary>The older one of two versions that run at once cannot go on. Allowed once nothing that runs needs what goes.</summary>
    Breaks,

    /// <summary>Everybody waits for as long as the table is large. Never allowed: there is another way for each.</summary>
    Stalls,
}

/// <summary>One change that does harm, and what to do instead.</summary>
internal sealed record Offence(Harm Harm, string What)
{
    public static Offence Breaks(string what) => new(Harm.Breaks, what);

    public static Offence Stalls(string what) => new(Harm.Stalls, what);

    public override string ToString() => $"{Harm}: {What}";
}
