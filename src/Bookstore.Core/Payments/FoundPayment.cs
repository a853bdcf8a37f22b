using System.Runtime.InteropServices;

namespace Bookstore;

/// <summary>What a gateway answered to the question for an order's payment.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Payment">The payment; <see langword="null"/> when the gateway knows of none, or when its answer counts for nothing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundPayment(FindOutcome Outcome, GatewayPayment? Payment);

/// <summary>The outcomes of a question for a payment.</summary>
internal enum FindOutcome
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>It was not answered.</summary>
    NotAnswered,

    /// <summary>The answer is about another order or another amount.</summary>
    Contradicted,
}
