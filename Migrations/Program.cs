using Enterprise.Migrations.Local;

if (args is ["local", .. var rest])
    return await LocalCommand.RunAsync(rest, Console.Out, Console.Error, CancellationToken.None);
return 0;
