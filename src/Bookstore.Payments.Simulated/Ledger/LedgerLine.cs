using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Bookstore.Payments.Simulated;

/// <summary>One event of the ledger as a line of text of a fixed length, checked by a CRC-32C at its end.</summary>
/// <remarks>Each line is the whole state after its event, but that of a refund, which is the refund alone: an order's last other line and the refunds after it are all there is to know about it.</remarks>
internal static class LedgerLine
{
    /// <summary>The length of every line in bytes, its end included.</summary>
    public const int Length = ChecksumAt + ChecksumLength + 1;

    /// <summary>The position of the order's id in the line.</summary>
    public const int OrderIdAt = 11;

    /// <summary>The length of an order's id in bytes.</summary>
    public const int OrderIdLength = 36;

    private const int AmountAt = 48;
    private const int AmountLength = 20;
    private const int CurrencyAt = 69;
    private const int CurrencyLength = 3;
    private const int ReferenceAt = 73;
    private const int ReferenceLength = ShopTag.MaxLength;
    private const int AttemptAt = 109;
    private const int TimeAt = 110;
    private const int TimeLength = 28;
    private const int RefusalAt = 138;
    private const int ChecksumAt = 139;
    private const int ChecksumLength = 8;

    private const string RefundPrefix = "re_";
    private const int RefundIdLength = 32;

    private static readonly string[] EventNames = ["", "authorized", "declined", "captured", "voided", "refunded", "waiting", "refund"];

    /// <summary>The first line of every ledger; it keeps other files from being taken for one.</summary>
    public static ReadOnlySpan<byte> Header => HeaderLine;

    private static readonly byte[] HeaderLine = Encoding.ASCII.GetBytes(
        "# bookstore simulated payment ledger 1: event, order, amount in minor units, currency, transaction or decline code, time, CRC-32C".PadRight(Length - 1) + "\n");

    public static void Write(Span<byte> line, Guid orderId, PaymentState state, DateTimeOffset now)
    {
        line = line[..Length];
        line.Fill((byte)' ');
        var refund = state.Refunds;
        Encoding.ASCII.GetBytes(EventNames[(int)(refund is null ? state.Event : LedgerEvent.RefundMade)], line);
        Utf8Formatter.TryFormat(orderId, line[OrderIdAt..], out _);
        WriteAmount(line.Slice(AmountAt, AmountLength), refund?.MinorUnits ?? state.Amount.MinorUnits);
        Encoding.ASCII.GetBytes(state.Amount.IsDefault ? "---" : state.Amount.Currency, line[CurrencyAt..]);
        Encoding.ASCII.GetBytes(Reference(orderId, state), line[ReferenceAt..]);
        Utf8Formatter.TryFormat(now.UtcDateTime, line[TimeAt..], out _, 'O');
        line[RefusalAt] = Refusal(state);

        // In a place that was always blank, as it stays for the first: ledgers of the version before stay readable.
        line[AttemptAt] = state.Attempt <= 1 ? (byte)' ' : (byte)('0' + state.Attempt);
        Checksum(line[..ChecksumAt]).TryFormat(line[ChecksumAt..], out _, "x8", CultureInfo.InvariantCulture);
        line[^1] = (byte)'\n';
    }

    /// <summary>Reads a line.</summary>
    /// <returns><see langword="false"/> when it is no whole line of a ledger.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out Guid orderId, out PaymentState state)
    {
        orderId = default;
        state = default;
        if (line.Length != Length
            || line[^1] != (byte)'\n'
            || !Utf8Parser.TryParse(line.Slice(ChecksumAt, ChecksumLength), out uint checksum, out var read, 'x')
            || read != ChecksumLength
            || checksum != Checksum(line[..ChecksumAt]))
        {
            return false;
        }

        return Utf8Parser.TryParse(line.Slice(OrderIdAt, OrderIdLength), out orderId, out _) && TryReadState(line, out state);
    }

    /// <summary>The state of an order after a line.</summary>
    /// <param name="before">The state after the lines before it.</param>
    /// <param name="line">What was read of the line.</param>
    public static PaymentState Fold(PaymentState before, PaymentState line) => line.Event == LedgerEvent.RefundMade ? before.With(line.Refunds!.Id, line.Refunds.MinorUnits) : line;

    /// <summary>When a line was written, in UTC; the default when it does not say.</summary>
    public static DateTime TimeOf(ReadOnlySpan<byte> line) => Utf8Parser.TryParse(line.Slice(TimeAt, TimeLength), out DateTime time, out _, 'O') ? time.ToUniversalTime() : default;

    /// <summary>Whether a line is the one that made an order's last state: an order has each event once in an attempt, and each refund once.</summary>
    /// <param name="line">What was read of the line.</param>
    /// <param name="state">The last state.</param>
    public static bool IsLastOf(PaymentState line, PaymentState state) => line.Event == LedgerEvent.RefundMade
        ? state.Refunds?.Id == line.Refunds!.Id
        : state.Refunds is null && state.Event == line.Event && Math.Max((byte)1, state.Attempt) == line.Attempt;

    private static bool TryReadState(ReadOnlySpan<byte> line, out PaymentState state)
    {
        state = default;
        var name = Text(line[..(OrderIdAt - 1)]);
        var happened = Array.IndexOf(EventNames, name);
        var currency = Text(line.Slice(CurrencyAt, CurrencyLength));
        if (happened < 1
            || !Utf8Parser.TryParse(line.Slice(AmountAt, AmountLength), out long minorUnits, out _))
        {
            return false;
        }

        if ((LedgerEvent)happened == LedgerEvent.RefundMade)
        {
            if (!Utf8Parser.TryParse(line.Slice(ReferenceAt + RefundPrefix.Length, RefundIdLength), out Guid refundId, out _, 'N'))
            {
                return false;
            }

            state = new PaymentState(LedgerEvent.RefundMade, default, default) { Refunds = new MadeRefund(refundId, minorUnits, null) };
            return true;
        }

        var amount = currency == "---" ? default : Money.FromStored(minorUnits, currency);
        var verdict = (LedgerEvent)happened == LedgerEvent.Declined ? Verdict(Text(line.Slice(ReferenceAt, ReferenceLength))) : Verdict(line[RefusalAt]);
        var attempt = line[AttemptAt] == (byte)' ' ? 1 : line[AttemptAt] - '0';
        var at = (LedgerEvent)happened is LedgerEvent.Authorized or LedgerEvent.Captured ? TimeOf(line) : default;
        state = new PaymentState((LedgerEvent)happened, verdict, amount) { Attempt = (byte)attempt, At = at, Shop = ShopTag.Read(line.Slice(ReferenceAt, ReferenceLength)) };
        return true;
    }

    private static string Reference(Guid orderId, PaymentState state) => state switch
    {
        { Event: LedgerEvent.Declined } => PaymentRules.DeclineCode(state.Verdict),
        { Refunds: { } refund } => $"{RefundPrefix}{refund.Id:N}",
        { Shop: { } shop } => shop,
        { WasAuthorized: true } => PaymentRules.TransactionId(orderId, state.Attempt),
        _ => "-",
    };

    // What the card refuses later, in a place that was always blank: ledgers of the version before stay readable.
    private static byte Refusal(PaymentState state) => state switch
    {
        { Event: LedgerEvent.Declined } => (byte)' ',
        { Verdict: CardVerdict.RefuseCapture } => (byte)'c',
        { Verdict: CardVerdict.RefuseRefund } => (byte)'r',
        { Verdict: CardVerdict.Dispute } => (byte)'d',
        _ => (byte)' ',
    };

    private static CardVerdict Verdict(byte refusal) => refusal switch
    {
        (byte)'c' => CardVerdict.RefuseCapture,
        (byte)'r' => CardVerdict.RefuseRefund,
        (byte)'d' => CardVerdict.Dispute,
        _ => CardVerdict.Approve,
    };

    private static CardVerdict Verdict(string declineCode) => declineCode switch
    {
        "missing_card" => CardVerdict.MissingCard,
        "insufficient_funds" => CardVerdict.InsufficientFunds,
        "invalid_amount" => CardVerdict.InvalidAmount,
        "authentication_failed" => CardVerdict.CustomerRefused,
        _ => CardVerdict.CardDeclined,
    };

    private static string Text(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field.TrimEnd((byte)' '));

    private static void WriteAmount(Span<byte> field, long minorUnits)
    {
        field[0] = (byte)(minorUnits < 0 ? '-' : '+');
        var magnitude = minorUnits < 0 ? (ulong)-minorUnits : (ulong)minorUnits;
        for (var place = field.Length - 1; place > 0; place--)
        {
            field[place] = (byte)('0' + (magnitude % 10));
            magnitude /= 10;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }
}
