using System.Net.Sockets;
using System.Security.Authentication;

namespace Bookstore.Client.Http;

/// <summary>Says in which way a server could not be reached, and what to look at.</summary>
internal static class ConnectionText
{
    /// <summary>What happened to a request, to follow its name.</summary>
    public static string Of(Exception exception, bool mayHaveArrived) => exception switch
    {
        _ when IsInsecure(exception) => "was not sent: no secure connection",
        _ when !IsWithoutConnection(exception) => "was not answered in full: the connection broke",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"{Verb(mayHaveArrived)}: the server's name is not known here",
        { InnerException: SocketException socket } => $"{Verb(mayHaveArrived)}: no connection to the server ({socket.SocketErrorCode})",
        _ => $"{Verb(mayHaveArrived)}: no connection to the server",
    };

    /// <summary>What to check, as a sentence with a space before it.</summary>
    public static string Advice(Exception exception) => exception switch
    {
        _ when IsInsecure(exception) => " Is the server's certificate trusted here, and is it made out to BaseAddress's host?",
        _ when IsWithoutConnection(exception) => " Is the server running, and is BaseAddress right?",
        _ => string.Empty,
    };

    /// <summary>Whether there was no connection through which anything could be sent.</summary>
    public static bool IsWithoutConnection(Exception? exception) => IsInsecure(exception) ||
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };

    private static bool IsInsecure(Exception? exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or HttpRequestException { InnerException: AuthenticationException };

    // Whether an earlier try reached the server decides what can be said about all of them.
    private static string Verb(bool mayHaveArrived) => mayHaveArrived ? "was not answered" : "was not sent";
}
