namespace Bookstore;

/// <summary>What an article number is of, see <see cref="Isbn.Kind"/>.</summary>
public enum ArticleKind
{
    /// <summary>A book: an ISBN.</summary>
    Book,

    /// <summary>Printed music: an ISMN, 979-0.</summary>
    Music,

    /// <summary>A magazine or a newspaper: 977 and an ISSN.</summary>
    Serial,

    /// <summary>An article that the shop has numbered itself: 20 to 29, 02 and 04.</summary>
    InStore,

    /// <summary>Another article with an EAN-13: a pen, a calendar, a game.</summary>
    Other,
}
