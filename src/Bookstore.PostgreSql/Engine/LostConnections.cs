using System.Net.Sockets;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Tells the faults after which the pooled connections lead nowhere from those that say nothing about them.</summary>
internal static class LostConnections
{
    /// <summary>Whether the server is gone, or is no primary any more, so that the connections that were made before are of no use.</summary>
    /// <remarks>
    /// A time-out, a cancelled statement and an exhausted pool are signs of load. To close the pool then would add the work of new connections to it.
    /// </remarks>
    public static bool Includes(Exception fault) => fault switch
    {
        PostgresException error => IsShutdownOrFailover(error),

        // What several hosts answered: one that is too busy may have good connections.
        AggregateException faults => faults.InnerExceptions.All(static inner => !IsTimeout(inner)) && faults.InnerExceptions.Any(Includes),
        SocketException socket => IsOfTheWire(socket.SocketErrorCode),
        IOException { InnerException: SocketException socket } => Includes(socket),
        IOException io => !IsTimeout(io),
        NpgsqlException { InnerException: { } cause } => Includes(cause),
        _ => false,
    };

    /// <summary>Whether no server of several was taken for the primary: one may only be marked as offline until it is looked at again.</summary>
    public static bool IsWithoutHost(Exception fault) => fault is NpgsqlException { InnerException: null or AggregateException } and not PostgresException;

    /// <summary>Whether the server ended a connection that was open, as it does with all of them when it shuts down; it answers at once.</summary>
    public static bool IsEnded(Exception fault) => fault is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown };

    private static bool IsTimeout(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is TimeoutException)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsShutdownOrFailover(PostgresException error) => error.SqlState.StartsWith("08", StringComparison.Ordinal)
        || error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.ReadOnlySqlTransaction;

    // A name that cannot be resolved, and a shortage of ports or handles, are of this machine: the connections that are there still work.
    private static bool IsOfTheWire(SocketError error) => error is not (
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery
        or SocketError.TooManyOpenSockets or SocketError.ProcessLimit or SocketError.NoBufferSpaceAvailable
        or SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable or SocketError.AccessDenied
        or SocketError.OperationAborted or SocketError.Interrupted);
}
