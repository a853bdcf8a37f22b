using System.Text;

namespace Bookstore.Storage;

/// <summary>The words that events repeat, each with its number in stored blocks: types, names of members, states, currencies. A word that is not here is stored as it is.</summary>
/// <remarks>
/// Blocks are read by other hosts and by later versions. So a word keeps its number for ever, and a new word needs a new format of <see cref="EventBlock"/> and a new schema version of each store.
/// </remarks>
internal static class EventWords
{
    /// <summary>Says that the word itself follows.</summary>
    public const byte None = 0;

    /// <summary>The greatest number that a word may have: what is above has other meanings.</summary>
    public const byte Last = 250;

    private const int Slots = 1 << 10;

    private static readonly string[] All =
    [
        "",
        "order.created", "order.rejected", "order.cancelled", "order.items_cancelled", "order.fulfilled", "order.action_required",
        "payment.authorized", "payment.capture_requested", "payment.captured", "payment.capture_failed", "payment.voided", "payment.authorization_expiring", "payment.disputed",
        "refund.created", "refund.succeeded", "refund.failed",
        "return.requested", "return.approved", "return.rejected", "return.received", "return.completed", "return.cancelled", "return.withdrawal_received",
        "delivery.scheduled", "delivery.dispatched", "delivery.in_transit", "delivery.delivered", "delivery.failed", "delivery.returned", "delivery.cancelled",
        "stock.changed", "stock.depleted", "book.saved", "webhook.disabled",
        "order_id", "status", "payment_status", "total", "currency", "refunded", "refundable", "adjustments", "delivery_id", "lines", "pending_action", "failure_code", "attention",
        "previous_status", "previous_payment_status", "authorized_until", "dispute_id", "dispute_status", "dispute_amount", "dispute_reason",
        "isbn", "quantity", "kind", "amount", "included", "refund_id", "refund_amount", "refund_status",
        "return_id", "return_kind", "return_status", "late", "received", "sellable", "on_hand_change", "on_hand", "reserved", "available",
        "added", "price", "changed", "title", "author", "publisher", "published_on", "language", "format", "webhook_id", "reason",
        "pending", "created", "rejected", "cancelled", "delivered", "scheduled", "dispatched", "in_transit", "failed", "returned", "lost",
        "not_required", "action_required", "authorized", "captured", "capture_failed", "declined", "voided", "refund_failed",
        "capture", "void", "refund", "requested", "approved", "completed", "withdrawal", "return", "succeeded", "open", "won", "adjusted",
        "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "INR", "JPY", "NOK", "PLN", "SEK", "USD",
        "actor", "client", "sub", "system", "default",
    ];

    private static readonly byte[][] Utf8 = Array.ConvertAll(All, Encoding.UTF8.GetBytes);

    // Open addressing: zero is an empty slot.
    private static readonly byte[] Numbers = MakeNumbers();

    public static int Count => All.Length;

    /// <summary>The number of a word in UTF-8; <see cref="None"/> when it has none.</summary>
    public static byte Find(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty)
        {
            return None;
        }

        for (var slot = SlotOf(word.Length, word[0], word[word.Length / 2], word[^1]); Numbers[slot] is not None and var number; slot = (slot + 1) % Slots)
        {
            if (word.SequenceEqual(Utf8[number]))
            {
                return number;
            }
        }

        return None;
    }

    /// <summary>The number of a word; <see cref="None"/> when it has none.</summary>
    public static byte Find(string word)
    {
        if (word.Length == 0)
        {
            return None;
        }

        for (var slot = SlotOf(word.Length, word[0], word[word.Length / 2], word[^1]); Numbers[slot] is not None and var number; slot = (slot + 1) % Slots)
        {
            if (ReferenceEquals(word, All[number]) || word == All[number])
            {
                return number;
            }
        }

        return None;
    }

    /// <summary>The word of a number, in UTF-8.</summary>
    /// <exception cref="IndexOutOfRangeException">No word of this version has it.</exception>
    public static ReadOnlySpan<byte> Utf8Of(byte number) => Utf8[number];

    /// <summary>The word of a number.</summary>
    /// <exception cref="IndexOutOfRangeException">No word of this version has it.</exception>
    public static string TextOf(byte number) => All[number];

    private static int SlotOf(int length, int first, int middle, int last) => ((length * 37) + (first * 5) + (middle * 131) + (last * 17)) & (Slots - 1);

    private static byte[] MakeNumbers()
    {
        var numbers = new byte[Slots];
        for (var number = 1; number < All.Length; number++)
        {
            var word = All[number];
            var slot = SlotOf(word.Length, word[0], word[word.Length / 2], word[^1]);
            while (numbers[slot] != None)
            {
                slot = (slot + 1) % Slots;
            }

            numbers[slot] = (byte)number;
        }

        return numbers;
    }
}
