using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The work that can be left to do on an order.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public enum OrderWork
{
    /// <summary>The order is <see cref="OrderStatus.Pending"/>: its payment has to be found out.</summary>
    Recovery,

    /// <summary>Something is owed to the gateway: <see cref="OrderRecord.Owed"/> is set.</summary>
    Settlement,
}
