using Bookstore.Diagnostics;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>What all background work of a host needs: the store, the host's name for leases, the options, the store's time.</summary>
internal sealed record WorkContext(IBookstoreStore Store, HostIdentity Host, BookstoreOptions Options, StoreClock Clock)
{
    /// <summary>The shop's instruments.</summary>
    public BookstoreMetrics Metrics => Options.WritePath.Metrics();

    /// <summary>For how long a host has a record for itself whose call may last so long.</summary>
    public TimeSpan LeaseOf(TimeSpan callTimeout) => callTimeout + Options.RecoveryGrace;
}
