using Enterprise.Persistence.Database;

namespace Enterprise.Tests.Persistence;

[Parallelizable(ParallelScope.All)]
internal sealed class ConnectionSettingsTests
{
    [TestCase("postgres://u:p@h/d", "h", "u", "p", "d")]
    [TestCase("postgresql://u:p@h:5433/d", "h:5433", "u", "p", "d")]
    [TestCase("POSTGRES://u:p@h/d", "h", "u", "p", "d")]
    [TestCase("postgres://h", "h", null, null, null)]
    [TestCase("postgres://u@h", "h", "u", null, null)]
    [TestCase("postgres://u:a%2Fb%40c@h/d%20e", "h", "u", "a/b@c", "d e")]
    [TestCase("postgres://u:a/b+c==@h:5432/d", "h:5432", "u", "a/b+c==", "d")]
    [TestCase("postgres://u:a@b:c@h/d", "h", "u", "a@b:c", "d")]
    [TestCase("postgres://u:a?b@h/d", "h", "u", "a?b", "d")]
    [TestCase("postgres://u:p@one:1,two:2/d", "one:1,two:2", "u", "p", "d")]
    [TestCase("postgres://u:p@[::1]:5432/d", "[::1]:5432", "u", "p", "d")]
    [TestCase("Host=h;Username=u;Password=p;Database=d", "h", "u", "p", "d")]
    public void Both_spellings_are_read(string text, string host, string? user, string? password, string? database)
    {
        Assert.That(ConnectionSettings.TryParse(text, out var settings), Is.True);
        Assert.That(
            (settings!.Host, settings.Username, settings.Password, settings.Database),
            Is.EqualTo((host, user, password, database))
        );
    }

    [TestCase("sslmode=verify-full", "SSL Mode", "VerifyFull")]
    [TestCase("sslmode=verify-ca", "SSL Mode", "VerifyCA")]
    [TestCase("sslmode=require", "SSL Mode", "Require")]
    [TestCase("sslmode=disable", "SSL Mode", "Disable")]
    [TestCase("channel_binding=require", "Channel Binding", "Require")]
    [TestCase("application_name=shop%201", "Application Name", "shop 1")]
    [TestCase("connect_timeout=7", "Timeout", "7")]
    [TestCase("Max%20Auto%20Prepare=0", "Max Auto Prepare", "0")]
    public void Parameters_mean_what_libpq_means(string parameter, string keyword, string value)
    {
        Assert.That(ConnectionSettings.TryParse($"postgres://u:p@h/d?{parameter}", out var settings), Is.True);
        Assert.That(settings![keyword].ToString(), Is.EqualTo(value));
    }

    [TestCase("postgres://u:p@h/d?target_session_attrs=read-write")]
    [TestCase("postgres://u:p@h/d?target_session_attrs=primary")]
    [TestCase("Host=h;Target Session Attributes=primary")]
    public void Which_host_is_used_is_not_the_texts_choice(string text) =>
        Assert.That(ConnectionSettings.TryParse(text, out _), Is.True);

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("postgres://")]
    [TestCase("postgres://u:p@")]
    [TestCase("postgres:///d")]
    [TestCase("postgres://u:p@h:99999/d")]
    [TestCase("postgres://u:p@h:0/d")]
    [TestCase("postgres://u:p@h:abc/d")]
    [TestCase("postgres://u:p@h:/d")]
    [TestCase("postgres://u:p@one,,two/d")]
    [TestCase("postgres://u:p@h/d?nonsense=1")]
    [TestCase("postgres://u:p@h/d?sslmode=sometimes")]
    [TestCase("postgres://u:p@h/d?connect_timeout=soon")]
    [TestCase("Username=u")]
    [TestCase("Host=h;Port=99999")]
    [TestCase("Host=h;Nonsense=1")]
    public void What_the_driver_cannot_use_is_refused(string text) =>
        Assert.That(ConnectionSettings.TryParse(text, out _), Is.False);
}
