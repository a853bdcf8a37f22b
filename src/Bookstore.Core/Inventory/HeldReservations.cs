using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Counts the reservations that carts hold through this host: in all, of each customer and of each client. Thread-safe.</summary>
/// <remarks>
/// In memory and bounded by the limits. A reservation counts until this host ends it or it expires. One that another host ended is found out where a limit is reached: then the store is asked about
/// some of those that count, at most once a second.
/// </remarks>
internal sealed class HeldReservations(IStockReads store, IOptions<BookstoreOptions> options, StoreClock clock)
{
    private const int MostAsked = 50;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly BookstoreOptions _options = options.Value;
    private readonly HashSet<string> _shared = new(options.Value.SharedCustomerIds, StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private readonly Dictionary<CartOwner, int> _counts = [];
    private readonly SortedSet<(DateTimeOffset ExpiresAt, Guid Id)> _expiries = [];
    private int _round;
    private long? _lookedAt;

    /// <summary>Takes a place for a reservation; <see cref="Keep"/> or <see cref="GiveBack"/> has to follow.</summary>
    /// <returns>The place; <see langword="null"/> when a limit is reached.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be read.</exception>
    public async ValueTask<CartPlace?> TryTakeAsync(string? customerId, string? client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var place = new CartPlace(OwnersOf(customerId, client));
        if (TryTake(place, now, out var full))
        {
            return place;
        }

        foreach (var id in IdsToAsk(full))
        {
            if (await store.FindReservationAsync(id, cancellationToken).ConfigureAwait(false) is not { Status: ReservationStatus.Held })
            {
                Remove(id);
            }
        }

        return TryTake(place, now, out _) ? place : null;
    }

    /// <summary>For how long a limit stays reached at the longest: until the next reservation expires.</summary>
    public TimeSpan RetryAfter(DateTimeOffset now)
    {
        lock (_lock)
        {
            var rest = _expiries.Count > 0 ? _expiries.Min.ExpiresAt - now : TimeSpan.Zero;
            return rest > LookInterval ? rest : LookInterval;
        }
    }

    /// <summary>The place is that of a reservation now.</summary>
    public void Keep(CartPlace place, Guid id, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            _entries[id] = new Entry(place, expiresAt, _round);
            _expiries.Add((expiresAt, id));
        }
    }

    /// <summary>Nothing was held.</summary>
    public void GiveBack(CartPlace place)
    {
        lock (_lock)
        {
            CountDown(place);
        }
    }

    /// <summary>The reservation's expiry has moved.</summary>
    public void Move(Guid id, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out var entry))
            {
                _entries[id] = entry with { ExpiresAt = expiresAt };
                _expiries.Remove((entry.ExpiresAt, id));
                _expiries.Add((expiresAt, id));
            }
        }
    }

    /// <summary>The reservation is held no more.</summary>
    public void Remove(Guid id)
    {
        lock (_lock)
        {
            if (_entries.Remove(id, out var entry))
            {
                _expiries.Remove((entry.ExpiresAt, id));
                CountDown(entry.Place);
            }
        }
    }

    private List<CartOwner> OwnersOf(string? customerId, string? client)
    {
        var owners = new List<CartOwner>(3);
        Add(CartOwnerKind.Customer, customerId is null || _shared.Contains(customerId) ? null : customerId);
        Add(CartOwnerKind.Client, client);
        Add(CartOwnerKind.All, string.Empty);
        return owners;

        void Add(CartOwnerKind kind, string? name)
        {
            if (name is not null && LimitOf(kind) > 0)
            {
                owners.Add(new CartOwner(kind, name));
            }
        }
    }

    private int LimitOf(CartOwnerKind kind) => kind switch
    {
        CartOwnerKind.Customer => _options.MaxReservationsPerCustomer,
        CartOwnerKind.Client => _options.MaxReservationsPerClient,
        _ => _options.MaxReservations,
    };

    private bool TryTake(CartPlace place, DateTimeOffset now, out CartOwner full)
    {
        lock (_lock)
        {
            RemoveExpired(now);
            foreach (var owner in place.Owners)
            {
                if (_counts.GetValueOrDefault(owner) >= LimitOf(owner.Kind))
                {
                    full = owner;
                    return false;
                }
            }

            foreach (var owner in place.Owners)
            {
                _counts[owner] = _counts.GetValueOrDefault(owner) + 1;
            }

            full = default;
            return true;
        }
    }

    private void RemoveExpired(DateTimeOffset now)
    {
        while (_expiries.Count > 0 && _expiries.Min is var next && next.ExpiresAt <= now)
        {
            Remove(next.Id);
        }
    }

    // Each of them once before one is asked about twice.
    private List<Guid> IdsToAsk(CartOwner full)
    {
        var ids = new List<Guid>();
        lock (_lock)
        {
            var timestamp = clock.Time.GetTimestamp();
            if (_lookedAt is { } lookedAt && clock.Time.GetElapsedTime(lookedAt, timestamp) < LookInterval)
            {
                return ids;
            }

            _lookedAt = timestamp;
            foreach (var (id, entry) in _entries)
            {
                if (entry.AskedIn <= _round && entry.Place.Owners.Contains(full))
                {
                    ids.Add(id);
                    if (ids.Count == MostAsked)
                    {
                        break;
                    }
                }
            }

            foreach (var id in ids)
            {
                _entries[id] = _entries[id] with { AskedIn = _round + 1 };
            }

            _round += ids.Count < MostAsked ? 1 : 0;
        }

        return ids;
    }

    private void CountDown(CartPlace place)
    {
        foreach (var owner in place.Owners)
        {
            if (_counts[owner] == 1)
            {
                _counts.Remove(owner);
            }
            else
            {
                _counts[owner]--;
            }
        }
    }

    private readonly record struct Entry(CartPlace Place, DateTimeOffset ExpiresAt, int AskedIn);
}

/// <summary>What a reservation counts for.</summary>
/// <param name="Owners">Those whose limits it counts for.</param>
internal sealed record CartPlace(IReadOnlyList<CartOwner> Owners);

/// <summary>One that has a limit of reservations.</summary>
internal readonly record struct CartOwner(CartOwnerKind Kind, string Name);

/// <summary>The limits of reservations.</summary>
internal enum CartOwnerKind
{
    /// <summary>A customer, where the caller names one.</summary>
    Customer,

    /// <summary>A client of the API.</summary>
    Client,

    /// <summary>All carts of the host.</summary>
    All,
}
