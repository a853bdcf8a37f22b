namespace Bookstore;

/// <summary>A rule of the shop's own that may refuse an order or a quote, such as a law about prices.</summary>
/// <remarks>
/// Register it as a singleton: <c>services.AddSingleton&lt;IShopPolicy, MyPolicy&gt;()</c>, with the shop's name as its key where the shop has one. Several are asked in the order of their registration, and the first refusal counts.
/// They are called before anything is written and hold nothing, for each order and each quote, and have <see cref="BookstoreOptions.PolicyTimeout"/> together. An exception, a hang or an invalid refusal refuses the order
/// (<see cref="PlaceOrderOutcome.PolicyFailed"/>). They are called from any number of threads at once, also for a request that is sent again.
/// </remarks>
public interface IShopPolicy
{
    /// <summary>Checks an order or a quote.</summary>
    /// <param name="request">What is bought, and what it would cost.</param>
    /// <param name="cancellationToken">Cancelled when the time is up.</param>
    /// <returns>Why it is refused; <see langword="null"/> when it is not.</returns>
    ValueTask<PolicyRefusal?> CheckAsync(ShopPolicyRequest request, CancellationToken cancellationToken);
}

/// <summary>What <see cref="IShopPolicy"/> checks.</summary>
public sealed record ShopPolicyRequest
{
    /// <summary>Who buys; <see langword="null"/> for a quote that names no customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>What is bought, one line a book, by ascending ISBN, at the prices that would be charged.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>The books of <see cref="Lines"/>, in the same order.</summary>
    public required IReadOnlyList<Book> Books { get; init; }

    /// <summary>All adjustments, those of the <see cref="IOrderPricer"/> included.</summary>
    public required IReadOnlyList<OrderAdjustment> Adjustments { get; init; }

    /// <summary>What would be charged.</summary>
    public required Money Total { get; init; }

    /// <inheritdoc cref="PlaceOrderRequest.Metadata"/>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <inheritdoc cref="PlaceOrderRequest.PlacedBy"/>
    public string? PlacedBy { get; init; }

    /// <summary>Whether it is a quote, and not an order.</summary>
    public bool IsQuote { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The number of lines.</returns>
    public override string ToString() => $"ShopPolicyRequest {{ Lines = {Lines?.Count} }}";
}

/// <summary>Why a policy refuses an order.</summary>
/// <param name="Code">What programs tell it by, such as <c>shipping_minimum</c>: 1 to 50 lower-case letters, digits and underscores.</param>
/// <param name="Text">What people are told: 1 to 500 characters.</param>
public sealed record PolicyRefusal(string Code, string Text)
{
    /// <summary>The longest <see cref="Code"/>: 50.</summary>
    public const int MaxCodeLength = 50;

    /// <summary>The longest <see cref="Text"/>, in Unicode code points: 500.</summary>
    public const int MaxTextLength = 500;

    /// <summary>Checks what an application's policy returned.</summary>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    internal static PolicyRefusal Checked(PolicyRefusal refusal)
    {
        Require.Text(refusal.Text, 1, MaxTextLength);
        foreach (var character in Require.Text(refusal.Code, 1, MaxCodeLength))
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '_')
            {
                throw new ArgumentException("The code of a policy's refusal must have lower-case letters, digits and underscores only, such as shipping_minimum.", nameof(refusal));
            }
        }

        return refusal;
    }
}
