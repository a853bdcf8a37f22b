using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>Reports whether the consumers of the event feed keep up. One that does not degrades the application: it can sell all the same.</summary>
internal sealed class EventsHealthCheck(IEventConsumers consumers, TimeProvider timeProvider, BookstoreApiOptions limits) : IHealthCheck
{
    [SuppressMessage("Design", "CA1031", Justification = "The result is the same for every fault of the store.")]
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var behind = await consumers.FindBehindAsync(limits.MaxEventDelay, cancellationToken).AsTask().WaitAsync(limits.ReadinessTimeout, timeProvider, cancellationToken).ConfigureAwait(false);
            return behind is null ? HealthCheckResult.Healthy("The consumers of the event feed keep up.") : HealthCheckResult.Degraded(TextOf(behind));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("The store does not say how far the consumers of the event feed are.", exception);
        }
    }

    private static string TextOf(EventConsumerStatus behind) => behind.State switch
    {
        EventConsumerState.Stopped => $"The consumer {behind.Name} of the event feed has stopped, until it is resumed.",
        EventConsumerState.Paused => $"The consumer {behind.Name} of the event feed has as many parked events as it may, and takes no more.",
        EventConsumerState.Idle => $"The consumer {behind.Name} of the event feed is {behind.EventsBehind} events behind, the first of them {behind.TimeBehind:d\\.hh\\:mm\\:ss} old: no host runs it.",
        _ => $"The consumer {behind.Name} of the event feed is {behind.EventsBehind} events behind, the first of them {behind.TimeBehind:d\\.hh\\:mm\\:ss} old.",
    };
}
