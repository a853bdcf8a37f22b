using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>An amount in a currency (ISO 4217), exact to the currency's minor unit.</summary>
/// <remarks>The default value has no currency: <see cref="IsDefault"/>. Immutable and safe to share between threads.</remarks>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly struct Money : IEquatable<Money>
{
    private static readonly decimal[] UnitsPerMajor = [1m, 10m, 100m, 1_000m, 10_000m];

    private readonly Currency? _currency;

    /// <summary>Makes an amount.</summary>
    /// <param name="amount">The amount, with no more decimals than the currency has.</param>
    /// <param name="currency">The currency's code, ISO 4217, three upper-case letters.</param>
    /// <exception cref="ArgumentException">The currency is unknown, or the amount has too many decimals.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The amount in minor units does not fit into 64 bits.</exception>
    public Money(decimal amount, string currency)
        : this(amount, Bookstore.Currency.Get(currency))
    {
    }

    private Money(decimal amount, Currency currency)
    {
        if (!Fits(amount, currency))
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "The amount is too large to be counted in minor units of its currency.");
        }

        var minorUnits = amount * UnitsPerMajor[currency.Decimals];
        if (decimal.Truncate(minorUnits) != minorUnits)
        {
            throw new ArgumentException($"An amount in {currency.Code} has at most {currency.Decimals} decimals.", nameof(amount));
        }

        MinorUnits = (long)minorUnits;
        _currency = currency;
    }

    private Money(long minorUnits, Currency? currency)
    {
        MinorUnits = minorUnits;
        _currency = currency;
    }

    /// <summary>The amount in the currency's minor unit, cents for example.</summary>
    public long MinorUnits { get; }

    /// <summary>The currency's code, ISO 4217; empty for the default value.</summary>
    public string Currency => _currency is null ? string.Empty : _currency.Code;

    /// <summary>The amount, with as many decimals as the currency has: 9.50 USD, 950 JPY.</summary>
    public decimal Amount
    {
        get
        {
            var magnitude = MinorUnits < 0 ? (ulong)-MinorUnits : (ulong)MinorUnits;
            return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, MinorUnits < 0, (byte)(_currency?.Decimals ?? 0));
        }
    }

    /// <summary>Whether this is the default value, which is no amount of any currency.</summary>
    public bool IsDefault => _currency is null;

    /// <summary>Whether this version knows the currency. If not, <see cref="MinorUnits"/> and <see cref="Currency"/> are as stored, and <see cref="Amount"/> takes two decimals for granted.</summary>
    public bool IsCurrencyKnown => _currency is { IsKnown: true };

    /// <summary>Whether anything new can be priced in the currency: it is known and was not replaced by another one.</summary>
    internal bool IsCurrencyInUse => _currency is { IsInUse: true };

    /// <summary>Makes an amount from minor units, as stores and gateways keep it.</summary>
    /// <param name="minorUnits">The amount in the currency's minor unit.</param>
    /// <param name="currency">The currency's code, ISO 4217, three upper-case letters.</param>
    /// <returns>The amount.</returns>
    /// <exception cref="ArgumentException">The currency is unknown.</exception>
    public static Money FromMinorUnits(long minorUnits, string currency) => new(minorUnits, Bookstore.Currency.Get(currency));

    /// <summary>Makes an amount from what a store has on record. A currency that this version does not know is kept and never refused: see <see cref="IsCurrencyKnown"/>.</summary>
    /// <param name="minorUnits">The amount in the currency's minor unit.</param>
    /// <param name="currency">The currency's code as it is stored.</param>
    /// <returns>The amount.</returns>
    public static Money FromStored(long minorUnits, string currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return new Money(minorUnits, Bookstore.Currency.OfStored(currency));
    }

    /// <summary>Makes an amount, if it can be one.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="currency">The currency's code.</param>
    /// <param name="result">The amount, when it is one.</param>
    /// <returns><see langword="false"/> when the currency is unknown, or the amount is too large or has too many decimals.</returns>
    public static bool TryCreate(decimal amount, [NotNullWhen(true)] string? currency, out Money result)
    {
        result = default;
        if (!Bookstore.Currency.TryGet(currency, out var found) || !Fits(amount, found))
        {
            return false;
        }

        var minorUnits = amount * UnitsPerMajor[found.Decimals];
        if (decimal.Truncate(minorUnits) != minorUnits)
        {
            return false;
        }

        result = new Money((long)minorUnits, found);
        return true;
    }

    /// <summary>How many decimals a currency has.</summary>
    /// <param name="currency">The currency's code, ISO 4217.</param>
    /// <returns>0 to 4.</returns>
    /// <exception cref="ArgumentException">The currency is unknown.</exception>
    public static int GetDecimals(string currency) => Bookstore.Currency.Get(currency).Decimals;

    /// <summary>Whether a text is the code of a currency in use, ISO 4217. One that was replaced, such as BGN, is not, though amounts in it stay valid.</summary>
    /// <param name="currency">The text.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool IsCurrency([NotNullWhen(true)] string? currency) => Bookstore.Currency.TryGet(currency, out var found) && found.IsInUse;

    /// <summary>Adds an amount of the same currency.</summary>
    /// <param name="other">The other amount.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The sum is too large.</exception>
    public Money Add(Money other) => Bookstore.Currency.AreSame(_currency, other._currency)
        ? new Money(checked(MinorUnits + other.MinorUnits), _currency)
        : throw new InvalidOperationException($"{Currency} and {other.Currency} cannot be added.");

    /// <summary>Takes it so many times.</summary>
    /// <param name="factor">How often.</param>
    /// <returns>The product.</returns>
    /// <exception cref="OverflowException">The product is too large.</exception>
    public Money Multiply(int factor) => new(checked(MinorUnits * factor), _currency);

    /// <summary>The amount and so many minor units more.</summary>
    internal Money Plus(long minorUnits) => new(checked(MinorUnits + minorUnits), _currency);

    /// <summary>The amount less another one of the same currency.</summary>
    internal Money Minus(Money other) => Add(other * -1);

    /// <summary>The amount with its decimals and the currency's code: <c>12.99 USD</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _currency is null
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $"{Amount} {_currency.Code}");

    /// <inheritdoc/>
    public bool Equals(Money other) => MinorUnits == other.MinorUnits && Bookstore.Currency.AreSame(_currency, other._currency);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Money other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MinorUnits, Currency);

    /// <summary>Whether amount and currency are the same.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(Money left, Money right) => left.Equals(right);

    /// <summary>Whether amount or currency differ.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(Money left, Money right) => !left.Equals(right);

    /// <inheritdoc cref="Add"/>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static Money operator +(Money left, Money right) => left.Add(right);

    /// <inheritdoc cref="Multiply"/>
    /// <param name="left">The amount.</param>
    /// <param name="right">How often.</param>
    public static Money operator *(Money left, int right) => left.Multiply(right);

    private static bool Fits(decimal amount, Currency currency) =>
        amount >= long.MinValue / UnitsPerMajor[currency.Decimals] && amount <= long.MaxValue / UnitsPerMajor[currency.Decimals];
}
