using System.Security.Cryptography;
using Enterprise.Application;
using Enterprise.Application.Abstractions;
using Enterprise.Application.Accounts;
using Enterprise.Application.Passwords;
using Enterprise.Domain.Accounts;
using Enterprise.Domain.Audit;
using Enterprise.Domain.Common;
using Enterprise.Domain.Roles;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Migrations.Commands;

/// <summary>
/// <c>create-admin --email EMAIL</c>: makes an account with the roles <c>admin</c> and <c>user</c>. The password is the first line
/// of standard input; where there is none it is drawn and shown once. There is no default one.
/// </summary>
internal static class CreateAdminCommand
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int GeneratedLength = 24;

    /// <summary>Input that is open but never written to must not hold the command up for ever.</summary>
    private static readonly TimeSpan InputLimit = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(
        IServiceProvider services,
        string email,
        TextReader input,
        CancellationToken ct
    )
    {
        var typed = await ReadPasswordAsync(input, ct);
        var password = new Secret(typed ?? RandomNumberGenerator.GetString(Alphabet, GeneratedLength));
        if (!EmailAddress.TryParse(email, out var address))
            return await RefuseAsync(CommandHost.BadInput, "This is no e-mail address.");
        if (services.GetRequiredService<PasswordRules>().Judge(password, address.Value, null) is { } broken)
            return await RefuseAsync(CommandHost.BadInput, broken.Message);
        var stored = await StoreAsync(services, address, password, ct);
        if (!stored.TryGet(out _, out var failure))
            return await RefuseAsync(CommandHost.Refused, failure.Text);
        await Console.Out.WriteLineAsync($"Administrator {address} was made.");
        if (typed is null)
            await Console.Out.WriteLineAsync($"Password, shown only now: {password.Reveal()}");
        return CommandHost.Ok;
    }

    private static async Task<Result<Unit>> StoreAsync(
        IServiceProvider services,
        EmailAddress address,
        Secret password,
        CancellationToken ct
    )
    {
        var id = Guid.CreateVersion7(services.GetRequiredService<TimeProvider>().GetUtcNow());
        var hashed = await services.GetRequiredService<PasswordHasher>().HashAsync(id, password, ct);
        if (!hashed.TryGet(out var hash, out var busy))
            return busy;
        var account = new NewAccount(
            id,
            address,
            null,
            hash,
            [BuiltInRoles.Admin, BuiltInRoles.User],
            AuditAction.CreateAdmin
        );
        var origin = new RequestOrigin(null, null, $"create-admin-{id:N}");
        return await services.GetRequiredService<IAccountStore>().RegisterAsync(account, origin, ct);
    }

    private static async Task<string?> ReadPasswordAsync(TextReader input, CancellationToken ct)
    {
        if (!Console.IsInputRedirected)
            return null;
        try
        {
            var line = await Task.Run(input.ReadLine, ct).WaitAsync(InputLimit, ct);
            return string.IsNullOrEmpty(line) ? null : line;
        }
        catch (TimeoutException)
        {
            await Console.Error.WriteLineAsync("Nothing came on standard input: a password is generated.");
            return null;
        }
    }

    private static async Task<int> RefuseAsync(int exitCode, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
