using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Enterprise.Migrations.Local;

/// <summary>
/// A port that nobody listens on. From below the range that systems hand to outgoing connections, so that a server which is
/// down for a moment finds its port still free. Another program may be quicker: the start has to cope.
/// </summary>
internal static class FreePort
{
    private const int Lowest = 20_000;
    private const int Highest = 32_000;
    private const int Attempts = 200;

    public static int Find(int? preferred)
    {
        if (preferred is { } port && IsFree(port))
            return port;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            port = RandomNumberGenerator.GetInt32(Lowest, Highest);
            if (IsFree(port))
                return port;
        }
        throw new LocalServerException("No free port was found on 127.0.0.1.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
