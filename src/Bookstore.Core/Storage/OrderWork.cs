using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The work that can be left to do on an order.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public enum OrderWork
{
    /// <summary>The order is <see cref="OrderStatus.Pending"/> and does not wait for its customer: its payment has to be found out.</summary>
    Recovery,

    /// <summary>Something is owed to the gateway: <see cref="OrderRecord.Owed"/> is set.</summary>
    Settlement,

    /// <summary>The order is <see cref="OrderStatus.Pending"/> and waits for its customer (<see cref="PaymentStatus.ActionRequired"/>): the gateway has to be asked whether they have acted.</summary>
    CustomerAction,
}
