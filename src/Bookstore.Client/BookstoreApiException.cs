using System.Net;
using Bookstore.Contracts;

namespace Bookstore.Client;

/// <summary>A request to the Bookstore API that did not succeed. It never carries the API key or a card number.</summary>
public sealed class BookstoreApiException : Exception
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoErrors = [];

    /// <summary>Makes an exception; in a test, to make a test double of <see cref="IBookstoreApi"/> fail.</summary>
    /// <param name="fault">The kind of failure.</param>
    /// <param name="message">What went wrong and what to do about it.</param>
    /// <param name="innerException">What caused it.</param>
    public BookstoreApiException(BookstoreApiFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>The kind of failure.</summary>
    public BookstoreApiFault Fault { get; }

    /// <summary>The HTTP status of the response; <see langword="null"/> where there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The problem details that the server sent; <see langword="null"/> where it sent none.</summary>
    public ProblemResource? Problem { get; init; }

    /// <summary>How long to wait before it is worth trying again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The kind of problem for programs: one of <see cref="ProblemCodes"/>, or one that a newer server added.</summary>
    public string? Code => Problem?.Code;

    /// <summary>What the server says is wrong, and what to do about it.</summary>
    public string? Detail => Problem?.Detail;

    /// <summary>What is wrong with which member, by JSON pointer into the body; empty where nothing is said.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors => Problem?.Errors ?? NoErrors;

    /// <summary>Finds the request in the server's logs and traces.</summary>
    public string? TraceId => Problem?.TraceId;
}

/// <summary>Why a request to the API failed. Minor versions may add values.</summary>
public enum BookstoreApiFault
{
    /// <summary>The server responded and did not carry the request out: see <see cref="BookstoreApiException.StatusCode"/> and <see cref="BookstoreApiException.Code"/>.</summary>
    Refused,

    /// <summary>What came back is not a response of the API: a proxy's page, broken JSON, or too many bytes.</summary>
    UnexpectedAnswer,

    /// <summary>The server redirects to another address. Redirects are not followed, so that the API key is sent to <c>BaseAddress</c> only.</summary>
    Redirected,

    /// <summary>The server cannot be reached, its certificate is not trusted, or the connection broke.</summary>
    Unreachable,

    /// <summary>No complete response came in time.</summary>
    TimedOut,

    /// <summary>Too many requests failed of late, so this one was not sent: see <see cref="BookstoreApiException.RetryAfter"/>.</summary>
    CircuitOpen,
}
