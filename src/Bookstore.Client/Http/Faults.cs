using System.Text.Json;
using Bookstore.Contracts;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Bookstore.Client.Http;

/// <summary>Turns what can go wrong into exceptions that say what to do. Nothing of a body is quoted that is not problem details.</summary>
internal static class Faults
{
    /// <summary>The typed fault of an exception; <see langword="null"/> where the caller cancelled or the fault is typed already.</summary>
    public static BookstoreApiException? Translate(Exception exception, Call call, CancellationToken cancellationToken) => exception switch
    {
        BookstoreApiException => null,
        _ when cancellationToken.IsCancellationRequested => null,
        TimeoutRejectedException timeout => TimedOut(timeout, call),
        BrokenCircuitException broken => CircuitOpen(broken, call),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => Make(
            BookstoreApiFault.UnexpectedAnswer, $"The answer to {call.Name} is too large. Ask for fewer items a page, or raise BookstoreClientOptions.MaxResponseBytes.", exception),
        HttpRequestException or IOException => Make(
            BookstoreApiFault.Unreachable, $"{call.Name} {ConnectionText.Of(exception, call.MayHaveArrived)}{After(call)}.{ConnectionText.Advice(exception)}{Doubt(call)}", exception),
        _ => null,
    };

    public static BookstoreApiException OfAnswer(Call call, HttpResponseMessage answer, string? apiKey, TimeProvider time)
    {
        var status = (int)answer.StatusCode;
        if (status is >= 300 and < 400)
        {
            return Redirected(call, answer);
        }

        var content = (AnswerContent)answer.Content;
        var problem = content.IsJson && ReadProblem(content.Body) is { } read ? ProblemText.WithoutKey(read, apiKey) : null;
        var message = problem?.Code is null
            ? $"{call.Name} was answered with {status} and {content.MediaType}, not with the API's problem details. Is BaseAddress right, and is there a proxy between the client and the server?"
            : $"{call.Name} was answered with {status} ({problem.Code}): {ProblemText.Describe(problem)} [trace {problem.TraceId ?? "unknown"}]";
        return new BookstoreApiException(BookstoreApiFault.Refused, message)
        {
            StatusCode = answer.StatusCode,
            Problem = problem,
            RetryAfter = RetryAfter.Of(answer, time),
        };
    }

    public static BookstoreApiException Unreadable(string request, HttpResponseMessage answer, Exception? exception)
    {
        using (answer)
        {
            var content = (AnswerContent)answer.Content;
            var message = content.IsJson
                ? $"{request} was answered with {(int)answer.StatusCode} and JSON that is cut off or not the API's. {WithoutQuote(exception)}"
                : $"{request} was answered with {(int)answer.StatusCode} and {content.MediaType}, not with JSON. Is BaseAddress right, and is there a proxy between the client and the server?";
            return new BookstoreApiException(BookstoreApiFault.UnexpectedAnswer, message) { StatusCode = answer.StatusCode };
        }
    }

    public static BookstoreApiException Circle() =>
        new(BookstoreApiFault.UnexpectedAnswer, "The server returns the same pages of a list again and again. Is there a proxy between the client and the server?");

    /// <summary>Reads problem details as the server sent them; <see langword="null"/> for any other body.</summary>
    public static ProblemResource? ReadProblem(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, BookstoreJsonContext.Default.ProblemResource);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BookstoreApiException Redirected(Call call, HttpResponseMessage answer)
    {
        var target = answer.Headers.Location is { IsAbsoluteUri: true } location
            ? location.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            : "another path";
        var message = $"{call.Name} was answered with {(int)answer.StatusCode}, a redirect to {target}. Redirects are not followed, so that the API key stays where it belongs; set BaseAddress to the final address.";
        return new BookstoreApiException(BookstoreApiFault.Redirected, message) { StatusCode = answer.StatusCode };
    }

    private static BookstoreApiException TimedOut(TimeoutRejectedException timeout, Call call) => Make(
        BookstoreApiFault.TimedOut, $"{call.Name} was not answered within {timeout.Timeout.TotalSeconds:0.###} s{After(call)}.{Doubt(call)}", timeout);

    private static BookstoreApiException CircuitOpen(BrokenCircuitException broken, Call call) =>
        new(BookstoreApiFault.CircuitOpen, $"{call.Name} was not sent{After(call)}: too many requests to this server failed within the last half minute. Is it running? Try again in {broken.RetryAfter?.TotalSeconds ?? 1:0} s.{Doubt(call)}", broken)
        {
            RetryAfter = broken.RetryAfter,
        };

    private static BookstoreApiException Make(BookstoreApiFault fault, string message, Exception inner) => new(fault, message, inner);

    private static string After(Call call) => call.Attempts < 2 && call.LastFailure is null
        ? string.Empty
        : $" ({call.Attempts} {(call.Attempts == 1 ? "try" : "tries")}{(call.LastFailure is null ? string.Empty : ", the last failure: " + call.LastFailure)})";

    private static string Doubt(Call call) => call.Method == HttpMethod.Get || !call.MayHaveArrived
        ? string.Empty
        : call.IsSafeToRepeat
            ? $" It is not known whether it took effect; sending it again{(call.HasIdempotencyKey ? " with the same key" : string.Empty)} is safe."
            : " It is not known whether it took effect; look before sending it again.";

    // The serializer's messages may quote the body; only the place where it stopped reading is named.
    private static string WithoutQuote(Exception? exception) => exception is JsonException { Path: { } path } json
        ? $"Reading stopped at {path}, line {json.LineNumber + 1}."
        : "Reading stopped at its first byte or it is null.";
}
