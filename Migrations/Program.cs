using Enterprise.Migrations.Commands;
using Enterprise.Migrations.Local;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return args switch
{
    ["local", .. var rest] => await LocalCommand.RunAsync(rest, Console.Out, Console.Error, stop.Token),
    ["apply"] => await CommandHost.RunAsync(ApplyCommand.RunAsync, stop.Token),
    ["status"] => await CommandHost.RunAsync(StatusCommand.RunAsync, stop.Token),
    ["create-admin", "--email", var email] => await CommandHost.RunWithPasswordsAsync(
        (services, ct) => CreateAdminCommand.RunAsync(services, email, Console.In, ct),
        stop.Token
    ),
    ["rotate-pepper"] => await CommandHost.RunWithPasswordsAsync(RotatePepperCommand.RunAsync, stop.Token),
    ["keys", "new"] => await KeysCommand.RunAsync(KeysCommand.DefaultAlgorithm, Console.Out, TimeProvider.System),
    ["keys", "new", "--algorithm", var algorithm] => await KeysCommand.RunAsync(
        algorithm,
        Console.Out,
        TimeProvider.System
    ),
    _ => await CommandHost.RefuseAsync(),
};
