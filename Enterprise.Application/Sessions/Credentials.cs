using Enterprise.Domain.Accounts;
using Enterprise.Domain.Common;

namespace Enterprise.Application.Sessions;

/// <summary>A password that is said to be an account's, and what it is for.</summary>
/// <param name="Email">The account, whether it exists or not.</param>
/// <param name="Action">What the audit trail calls it where it fails.</param>
/// <param name="Refusal">The one answer to whatever is wrong.</param>
public sealed record Credentials(EmailAddress Email, Secret Password, string Action, Failure Refusal);
