using Enterprise.Application.Sessions;
using Enterprise.Persistence.Database;
using Npgsql;

namespace Enterprise.Persistence.Sessions;

/// <summary>Parameters that several statements about the password share.</summary>
internal static class LoginParameters
{
    /// <summary>The four of <see cref="LoginSql.Forget"/>.</summary>
    public static NpgsqlParameterCollection WithSuccess(
        this NpgsqlParameterCollection parameters,
        ProvedAccount proved,
        LockoutOptions lockout
    ) =>
        parameters
            .With(proved.Keys.Account)
            .With(lockout.KnownFor)
            .With(proved.Keys.Strangers)
            .With(proved.Attempt.IsCountedAsStranger);
}
