namespace Enterprise.Application.Accounts;

/// <summary>Settings of the Accounts slice (<c>APP_ACCOUNTS__...</c>).</summary>
public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>
    /// Answer every well-formed registration with the same 202, so that a list of addresses cannot be tried for accounts; off by
    /// default, because without it a person is told that they registered before.
    /// </summary>
    public bool ConcealExistence { get; set; }
}
