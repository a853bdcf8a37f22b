using System.Net;
using Bookstore.Client.Diagnostics;
using Bookstore.Contracts;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Bookstore.Client.Http;

/// <summary>Builds the resilience pipeline of a request, from the outside in: the total time-out, the retries, the circuit breaker, and the time-out of one try.</summary>
internal static class Pipelines
{
    private const int BreakerThroughput = 20;

    private static readonly TimeSpan BreakerSampling = TimeSpan.FromSeconds(30);

    public static ResiliencePipeline<HttpResponseMessage> Build(BookstoreResilienceOptions options, TimeProvider time, ClientMetrics metrics, ILogger logger)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        builder.AddTimeout(options.TotalTimeout);
        if (!options.Enabled)
        {
            return builder.Build();
        }

        if (options.MaxRetries is not 0)
        {
            builder.AddRetry(Retry(options, time, metrics, logger));
        }

        return builder.AddCircuitBreaker(Breaker(options, logger)).AddTimeout(options.AttemptTimeout).Build();
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retry(BookstoreResilienceOptions options, TimeProvider time, ClientMetrics metrics, ILogger logger) => new()
    {
        MaxRetryAttempts = options.MaxRetries ?? int.MaxValue,
        ShouldHandle = arguments => ValueTask.FromResult(IsWorthRetrying(CallOf(arguments.Context), arguments.Outcome, arguments.AttemptNumber, options, time)),
        DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(CallOf(arguments.Context).Pause),
        OnRetry = arguments =>
        {
            var call = CallOf(arguments.Context);
            call.LastFailure = arguments.Outcome.Exception is BrokenCircuitException ? call.LastFailure ?? "circuit open" : ReasonOf(arguments.Outcome);
            metrics.CountRetry(call);
            ClientLog.Retrying(logger, call.Operation, call.LastFailure, arguments.RetryDelay.TotalMilliseconds, call.Attempts + 1);
            arguments.Outcome.Result?.Dispose();
            return ValueTask.CompletedTask;
        },
    };

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker(BookstoreResilienceOptions options, ILogger logger) => new()
    {
        FailureRatio = options.BreakerFailureRatio,
        MinimumThroughput = BreakerThroughput,
        SamplingDuration = BreakerSampling,
        BreakDuration = options.BreakDuration,
        ShouldHandle = static arguments => ValueTask.FromResult(IsServerFailure(arguments.Outcome)),
        OnOpened = arguments =>
        {
            ClientLog.CircuitOpened(logger, arguments.BreakDuration.TotalSeconds, ReasonOf(arguments.Outcome));
            return ValueTask.CompletedTask;
        },
    };

    private static Call CallOf(ResilienceContext context) => context.Properties.GetValue(Call.Key, null!);

    // A pause that outlasts the call is not waited for: the last failure says more than a time-out.
    private static bool IsWorthRetrying(Call call, Outcome<HttpResponseMessage> outcome, int retries, BookstoreResilienceOptions options, TimeProvider time)
    {
        if (!call.IsSafeToRepeat || !IsTransient(call, outcome))
        {
            return false;
        }

        call.Pause = AskedDelay(outcome, time) ?? Backoff.Pause(retries, options.BaseDelay, options.MaxDelay);
        return call.Pause < call.Remaining;
    }

    private static bool IsTransient(Call call, Outcome<HttpResponseMessage> outcome) => outcome.Result is { } answer
        ? answer.StatusCode switch
        {
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => true,
            HttpStatusCode.Conflict => call.HasIdempotencyKey && IsInProgress(answer),
            var status => IsServerFailure(status),
        }
        : outcome.Exception is BrokenCircuitException || IsConnectionFailure(outcome.Exception);

    private static bool IsServerFailure(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } answer ? IsServerFailure(answer.StatusCode) : IsConnectionFailure(outcome.Exception);

    private static bool IsServerFailure(HttpStatusCode status) =>
        status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    // A certificate that is not trusted and a body that is too large stay so.
    private static bool IsConnectionFailure(Exception? exception) => exception switch
    {
        TimeoutRejectedException => true,
        HttpRequestException http => http.HttpRequestError is not (HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded),
        IOException => true,
        _ => false,
    };

    private static bool IsInProgress(HttpResponseMessage answer) =>
        answer.Content is AnswerContent { IsJson: true } content && Faults.ReadProblem(content.Body)?.Code == ProblemCodes.IdempotencyInProgress;

    // Nothing: the back-off decides.
    private static TimeSpan? AskedDelay(Outcome<HttpResponseMessage> outcome, TimeProvider time)
    {
        var asked = outcome switch
        {
            { Result: { } answer } => RetryAfter.Of(answer, time),
            { Exception: BrokenCircuitException circuit } => circuit.RetryAfter,
            _ => null,
        };
        return asked > TimeSpan.Zero ? asked : null;
    }

    private static string ReasonOf(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } answer } => ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture),
        { Exception: TimeoutRejectedException } => "timeout",
        _ => "connection",
    };
}
