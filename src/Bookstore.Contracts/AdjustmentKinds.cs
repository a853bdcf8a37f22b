namespace Bookstore.Contracts;

/// <summary>The kinds of adjustments that an order can be placed with. One that an application places in process may have others.</summary>
public static class AdjustmentKinds
{
    /// <summary>Shipping: zero or more. It is no part of what a returned copy is worth.</summary>
    public const string Shipping = "shipping";

    /// <summary>Tax: zero or more.</summary>
    public const string Tax = "tax";

    /// <summary>A discount: zero or less. It needs the role <c>orders.price</c>.</summary>
    public const string Discount = "discount";

    /// <summary>A fee: zero or more.</summary>
    public const string Fee = "fee";

    /// <summary>Gift wrap: zero or more.</summary>
    public const string GiftWrap = "gift_wrap";

    /// <summary>Anything else. Less than zero needs the role <c>orders.price</c>.</summary>
    public const string Other = "other";
}
