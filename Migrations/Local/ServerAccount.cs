namespace Enterprise.Migrations.Local;

/// <summary>Who runs the server's programs: PostgreSQL refuses to run as root.</summary>
internal sealed class ServerAccount
{
    private static readonly string[] Accounts = ["postgres", "nobody"];
    private static readonly string[] ProgramFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

    private readonly string[] prefix;

    private ServerAccount(string? name, params string[] prefix) => (Name, this.prefix) = (name, prefix);

    /// <summary>Null: whoever runs this program.</summary>
    public string? Name { get; }

    public IReadOnlyList<string> Prefix => prefix;

    public string[] Command(params string[] command) => [.. prefix, .. command];

    public static async Task<ServerAccount> ResolveAsync(CancellationToken ct)
    {
        // On Windows PostgreSQL's own programs drop what an administrator may do.
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new ServerAccount(name: null);

        foreach (var name in Accounts)
        {
            var group = await Tool.RunAsync(["id", "-g", name], Tool.Quick, ct);
            if (!group.Succeeded)
                continue;
            foreach (var prefix in WaysTo(name, group.Output.Trim()).Where(prefix => IsInstalled(prefix[0])))
            {
                var account = new ServerAccount(name, prefix);
                var who = await Tool.RunAsync(account.Command("id", "-u"), Tool.Quick, ct);
                if (who.Succeeded && who.Output.Trim() is not "0")
                    return account;
            }
        }
        throw new LocalServerException(
            "PostgreSQL does not run as root, and this machine lets root become neither 'postgres' nor 'nobody'. "
                + "Run as another user, or set APP_DB__URL (TEST_DATABASE_URL for the tests) to a server that runs."
        );
    }

    public async Task<bool> CanEnterAsync(string folder, CancellationToken ct) =>
        Name is null || (await Tool.RunAsync(Command("test", "-x", folder), Tool.Quick, ct)).Succeeded;

    /// <summary>Work inside a folder of the account's is done by the account, so that nothing planted there misleads root.</summary>
    public async Task RunAsync(TimeSpan timeout, CancellationToken ct, params string[] command)
    {
        var result = await Tool.RunAsync(Command(command), timeout, ct);
        if (!result.Succeeded)
            throw new LocalServerException($"'{string.Join(' ', command)}' failed: {result.Everything}");
    }

    private static IEnumerable<string[]> WaysTo(string name, string group) =>
        [
            ["setpriv", $"--reuid={name}", $"--regid={group}", "--init-groups", "--"],
            ["runuser", "-u", name, "--"],
            ["su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name],
            ["sudo", "-n", "-u", name, "--"],
        ];

    private static bool IsInstalled(string program) =>
        ProgramFolders.Any(folder => File.Exists(Path.Combine(folder, program)));
}
