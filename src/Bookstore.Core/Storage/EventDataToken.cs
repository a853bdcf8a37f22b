namespace Bookstore.Storage;

/// <summary>What a value in the data of an event is. Stored: a number keeps its meaning.</summary>
internal static class EventDataToken
{
    public const byte False = 1;
    public const byte True = 2;

    /// <summary>A number of <see cref="EventWords"/>.</summary>
    public const byte Word = 3;

    /// <summary>A length, and UTF-8.</summary>
    public const byte Text = 4;

    /// <summary>The id in the event's resource.</summary>
    public const byte Owner = 5;

    /// <summary>16 bytes in network order.</summary>
    public const byte Id = 6;

    /// <summary>The local ticks, 64 bits in network order, and the offset in minutes.</summary>
    public const byte Time = 7;

    public const byte Integer = 8;

    /// <summary>A scale, and the digits as one number.</summary>
    public const byte Decimal = 9;

    /// <inheritdoc cref="Decimal"/>
    public const byte NegativeDecimal = 10;

    /// <summary>The four words of <see cref="decimal.GetBits(decimal)"/>, 32 bits each in network order.</summary>
    public const byte LongDecimal = 11;

    public const byte Array = 12;
    public const byte Object = 13;

    /// <summary>The end of an array or an object. In an object it comes in the place of a name.</summary>
    public const byte End = 255;
}
