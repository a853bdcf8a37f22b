namespace Bookstore.Onix.Reading;

/// <summary>Makes the message of its header.</summary>
internal static class HeaderMapping
{
    /// <summary>Returns the message that the root began, with what the header says.</summary>
    public static OnixMessage Map(OnixNode header, OnixMessage root)
    {
        var sender = header.Child(Tag.Sender);
        return root with
        {
            Sender = sender[Tag.SenderName] ?? header[Tag.FromCompany],
            SenderIdentifiers = (sender.IsThere ? sender : header).Map(Tag.SenderIdentifier, static node => Identifiers.Map(node, Tag.SenderIDType)),
            SentAt = OnixValues.Time(header[Tag.SentDateTime] ?? header[Tag.SentDate]),
            Number = header[Tag.MessageNumber],
            DefaultLanguage = header[Tag.DefaultLanguageOfText],
            DefaultPriceType = header[Tag.DefaultPriceType] ?? header[Tag.DefaultPriceTypeCode],
            DefaultCurrency = header[Tag.DefaultCurrencyCode],
        };
    }
}
