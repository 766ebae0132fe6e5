namespace Enterprise.Benchmarks;

/// <summary>Clients that ask one thing as fast as they are answered, each on a thread and a connection of its own.</summary>
internal sealed class Readers
{
    private readonly Thread[] threads;
    private Exception? fault;

    /// <summary>Makes them, so that a measurement can begin after that.</summary>
    public Readers(int port, byte[] request, int clients, int perClient) =>
        threads = [
            .. Enumerable.Range(0, clients).Select(client => new Thread(() => Ask(client, port, request, perClient))),
        ];

    /// <summary>Lets them ask, and waits for the last; throws where one was not answered with 200.</summary>
    public void Run()
    {
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (fault is not null)
            throw new InvalidOperationException("A read failed.", fault);
    }

    private void Ask(int client, int port, byte[] request, int count)
    {
        try
        {
            using var connection = new RawConnection(client, port);
            for (var i = 0; i < count; i++)
                connection.Ask(request);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            fault = exception;
        }
    }
}
