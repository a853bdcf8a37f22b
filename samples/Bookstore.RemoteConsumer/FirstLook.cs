using System.Net;
using Bookstore.Client;

namespace Bookstore.Samples;

/// <summary>Sees at once whether there is a host that takes the key, before a long run begins, and says what to do where a call fails.</summary>
internal static class FirstLook
{
    /// <summary>The name of the client that gives up soon.</summary>
    public const string ClientName = "first look";

    /// <summary>How long it tries.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static Task TakeAsync(IBookstoreApi api, CancellationToken cancellationToken) => api.ListBooksAsync(limit: 1, cancellationToken: cancellationToken);

    public static string Advice(BookstoreApiException fault) => fault switch
    {
        { Fault: BookstoreApiFault.Unreachable or BookstoreApiFault.CircuitOpen or BookstoreApiFault.TimedOut } =>
            "Start the host with: dotnet run --project samples/Bookstore.Host\nOr say with --url where it is.",
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => "Set BOOKSTORE_API_KEY to a key of the host that has every role.",
        { Fault: BookstoreApiFault.UnexpectedAnswer or BookstoreApiFault.Redirected } => "Another program may listen there. Say with --url where the host is.",
        _ => "Nothing that was confirmed is lost. Start the program again.",
    };
}
