using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Enterprise.Persistence.Database;

/// <summary>
/// What PostgreSQL stores of a password (RFC 5803, SCRAM-SHA-256 of RFC 7677; manual, "pg_authid"). Made here, so that no statement
/// and no log of the server ever holds the password itself.
/// </summary>
internal static class ScramVerifier
{
    /// <summary>PostgreSQL's own number.</summary>
    private const int Iterations = 4096;

    private const int SaltBytes = 16;

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        // As the driver prepares it when it signs in. SASLprep (RFC 4013) differs for what has no place in a password: controls, and
        // characters that take no space.
        var prepared = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            prepared,
            salt,
            Iterations,
            HashAlgorithmName.SHA256,
            SHA256.HashSizeInBytes
        );
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}"
        );
    }
}
