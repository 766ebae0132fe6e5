using Enterprise.Application.Sessions;
using Npgsql;

namespace Enterprise.Persistence.Roles;

/// <summary>Reads what <see cref="RoleSql.EntitlementsOfUser"/> selects.</summary>
internal static class EntitlementsReading
{
    public static Entitlements GetEntitlements(this NpgsqlDataReader reader, int column) =>
        new(
            reader.GetFieldValue<string[]>(column),
            reader.GetFieldValue<string[]>(column + 1),
            reader.GetFieldValue<int[]>(column + 2)
        );
}
