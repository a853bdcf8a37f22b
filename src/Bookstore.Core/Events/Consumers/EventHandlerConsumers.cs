using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>The handlers of a shop as consumers of its feed.</summary>
internal sealed class EventHandlerConsumers : IEventConsumerSource
{
    private readonly IReadOnlyList<EventConsumer> _consumers;

    /// <summary>Makes the consumers.</summary>
    /// <param name="handlers">The handlers that were added to the shop.</param>
    /// <param name="scopes">Makes the scope of each event.</param>
    /// <param name="options">The shop's options.</param>
    /// <param name="optionsOf">The options of a handler by their name.</param>
    /// <exception cref="InvalidOperationException">The shop writes no events, so that its handlers would wait for ever.</exception>
    public EventHandlerConsumers(IEnumerable<EventHandlerRegistration> handlers, IServiceScopeFactory scopes, BookstoreOptions options, Func<string, EventHandlerOptions> optionsOf)
    {
        _consumers = [.. handlers.Select(handler => ConsumerOf(handler, scopes, optionsOf(handler.OptionsName)))];
        if (_consumers.Count > 0 && options is { BackgroundWork: true, Events.Enabled: false })
        {
            throw new InvalidOperationException(
                $"The event handler '{_consumers[0].Name}' would get no event: BookstoreOptions.Events.Enabled is false. Set it to true, or do not add the handler; a process without background work (BookstoreOptions.BackgroundWork) may have both.");
        }
    }

    public ValueTask<IReadOnlyList<EventConsumer>> ListAsync(CancellationToken cancellationToken) => new(_consumers);

    private static EventConsumer ConsumerOf(EventHandlerRegistration handler, IServiceScopeFactory scopes, EventHandlerOptions options)
    {
        var actor = new Actor(Actor.System, handler.Name);
        return new()
        {
            Name = handler.Name,
            Filter = EventFilter.Of([.. options.Types]),
            Handle = async (happened, _, cancellationToken) =>
            {
                Actor.Set(actor);
                var scope = scopes.CreateAsyncScope();
                await using (scope.ConfigureAwait(false))
                {
                    await handler.Resolve(scope.ServiceProvider).HandleAsync(happened, cancellationToken).ConfigureAwait(false);
                    return ConsumeOutcome.Done;
                }
            },
            Concurrency = options.Concurrency,
            MaxParked = options.MaxParked,
            Timeout = options.Timeout,
            ParkAfter = options.ParkAfter,
            RetryAfter = tries => PauseAfter(tries, options.FirstRetry, options.LongestRetry),
            StartAt = options.StartAt,
            WhenExpired = options.WhenExpired,
        };
    }

    private static TimeSpan PauseAfter(int tries, TimeSpan first, TimeSpan longest)
    {
        var pause = first * Math.Pow(2, Math.Clamp(tries - 1, 0, 30));
        return pause < longest ? pause : longest;
    }
}

/// <summary>A handler that was added to a shop.</summary>
/// <param name="Name">Its name, under which its position is stored.</param>
/// <param name="OptionsName">The name of its options.</param>
/// <param name="Resolve">Takes it from the scope of an event.</param>
internal sealed record EventHandlerRegistration(string Name, string OptionsName, Func<IServiceProvider, IBookstoreEventHandler> Resolve);
