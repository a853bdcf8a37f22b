using System.Runtime.CompilerServices;
using System.Text;
using Bookstore.Support;

namespace Bookstore.AspNetCore;

/// <summary>A feed in memory that a test fills, lets expire and breaks.</summary>
internal sealed class ScriptedFeed : IEventFeed
{
    private readonly Lock _lock = new();
    private readonly List<BookstoreEvent> _events = [];
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _oldest;

    /// <summary>Thrown by the next reads, if there is one.</summary>
    public Exception? Failure { get; set; }

    public int Reads { get; private set; }

    /// <summary>How many wait for events at this moment.</summary>
    public int Waiting { get; private set; }

    public BookstoreEvent Add(string type = EventTypes.OrderCreated, string data = "{\"a\":1}")
    {
        lock (_lock)
        {
            var happened = new BookstoreEvent
            {
                Id = Guid.CreateVersion7(),
                Position = _events.Count + 1,
                Type = type,
                Resource = "orders/019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b",
                Sequence = _events.Count + 1,
                OccurredAt = new DateTimeOffset(2026, 11, 22, 12, 30, 0, 123, TimeSpan.FromHours(2)),
                Data = Encoding.UTF8.GetBytes(data),
            };
            _events.Add(happened);
            _added.TrySetResult();
            _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return happened;
        }
    }

    /// <summary>Adds many events.</summary>
    public void AddMany(int count, string data = "{\"a\":1}")
    {
        for (var number = 0; number < count; number++)
        {
            Add(data: data);
        }
    }

    public void ExpireUntil(long position) => Volatile.Write(ref _oldest, position);

    public ValueTask<EventPage> ReadPageAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            Reads++;
            if (Failure is not null)
            {
                throw Failure;
            }

            var after = query.After ?? _oldest;
            if (after > _events.Count)
            {
                throw new InvalidCursorException();
            }

            if (after < _oldest)
            {
                throw new EventCursorExpiredException(after, _oldest);
            }

            var looked = _events.Skip((int)after).Take(query.Limit).ToList();
            var next = after + looked.Count;
            return ValueTask.FromResult(new EventPage([.. looked.Where(happened => query.Types.Count == 0 || query.Types.Any(type => type == happened.Type || (type.EndsWith('*') && happened.Type.StartsWith(type[..^1], StringComparison.Ordinal))))], next, next < _events.Count));
        }
    }

    public async IAsyncEnumerable<BookstoreEvent> ReadAsync(long? after = null, IReadOnlyList<string>? types = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield break;
    }

    public async ValueTask<bool> WaitAsync(long after, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Task added;
        lock (_lock)
        {
            if (after < _events.Count)
            {
                return true;
            }

            added = _added.Task;
            Waiting++;
        }

        try
        {
            await added.WaitAsync(timeout, Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (_lock)
            {
                Waiting--;
            }
        }
    }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Starts a shop with this feed.</summary>
    public Task<TestShop> StartShopAsync(Action<BookstoreApiOptions>? options = null, ManualTime? time = null)
    {
        return TestShop.StartAsync(
            services =>
            {
                services.AddSingleton<IEventFeed>(this);
                if (time is not null)
                {
                    Time = time;
                    services.AddSingleton<TimeProvider>(time);
                }
            },
            options);
    }
}
