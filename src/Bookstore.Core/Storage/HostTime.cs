using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What a host knows about the time when it reads the store's, see <see cref="IBookstoreStore.ReadTimeAsync"/>.</summary>
/// <param name="Clock">The time of the host's own clock, in UTC. It may be wrong by any amount; it only starts the time of a store that has none yet.</param>
/// <param name="Expected">The store's time as the host read it last, plus what a monotonic clock measured since; <see langword="null"/> at the host's first reading.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct HostTime(DateTimeOffset Clock, DateTimeOffset? Expected);
