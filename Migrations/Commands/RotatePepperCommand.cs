using Enterprise.Persistence.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Enterprise.Migrations.Commands;

/// <summary>
/// <c>rotate-pepper</c>: seals every stored hash under <c>APP_PASSWORD_PEPPER</c>, opening it with that or one of
/// <c>APP_PASSWORDS__PREVIOUS_PEPPERS</c>. Afterwards the old peppers can be taken out of the settings.
/// </summary>
internal static class RotatePepperCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken ct)
    {
        var result = await services.GetRequiredService<PepperRotation>().RunAsync(ct);
        await Console.Out.WriteLineAsync(
            $"{result.Renewed} renewed, {result.Current} current, {result.Unreadable} unreadable, {result.Changed} changed meanwhile"
        );
        if (result.Changed > 0)
            await Console.Error.WriteLineAsync("Run it again before an old pepper is taken out of the settings.");
        return result is { Unreadable: 0, Changed: 0 } ? CommandHost.Ok : CommandHost.Refused;
    }
}
