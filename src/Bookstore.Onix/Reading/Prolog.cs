namespace Bookstore.Onix.Reading;

/// <summary>Finds the start tag of the root element, behind what may come before it.</summary>
internal static class Prolog
{
    private const int LookAhead = 16;
    private const int MaxTagLength = 64 * 1024;

    /// <summary>Moves to the start tag of the root.</summary>
    /// <returns>The length of the tag.</returns>
    /// <exception cref="OnixException">There is none, or the file declares entities.</exception>
    public static async ValueTask<int> FindRootAsync(FeedText text, CancellationToken cancellationToken)
    {
        while (true)
        {
            text.Advance(text.Window.IndexOfAnyExcept(" \t\r\n") is var space and >= 0 ? space : text.Window.Length);
            if (text.Window.Length < LookAhead && await text.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            switch (text.Window)
            {
                case []:
                    throw NoRoot(text);
                case not ['<', ..]:
                    throw new OnixException("The file is no XML: there is text before its root element.", text.Line);
                case ['<', '!', '-', '-', ..]:
                    await SkipAsync(text, "<!--", "-->", cancellationToken).ConfigureAwait(false);
                    continue;
                case ['<', '?', ..]:
                    await SkipAsync(text, "<?", "?>", cancellationToken).ConfigureAwait(false);
                    continue;
            }

            var isDocumentType = text.Window.StartsWith("<!DOCTYPE", StringComparison.Ordinal);
            var end = TagFinder.EndOf(text.Window, isDocumentType ? '[' : '>');
            if (end < 0)
            {
                if (text.Window.Length >= MaxTagLength || !await text.FillAsync(cancellationToken).ConfigureAwait(false))
                {
                    throw new OnixException("The file is no XML: its first tag has no end.", text.Line);
                }
            }
            else if (!isDocumentType)
            {
                return end + 1;
            }
            else if (text.Window[end] == '[')
            {
                // One that is only named is not needed. This one could declare entities, and nothing else is it there for.
                throw new OnixException("The file brings a DTD of its own, which could declare entities. Such a file is not read; ask the sender for one without.", text.Line);
            }
            else
            {
                text.Advance(end + 1);
            }
        }
    }

    private static async ValueTask SkipAsync(FeedText text, string begin, string end, CancellationToken cancellationToken)
    {
        text.Advance(begin.Length);
        int found;
        while ((found = text.Window.IndexOf(end, StringComparison.Ordinal)) < 0)
        {
            text.Advance(Math.Max(0, text.Window.Length - end.Length + 1));
            if (!await text.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw NoRoot(text);
            }
        }

        text.Advance(found + end.Length);
    }

    private static OnixException NoRoot(FeedText text) => new("The file is no ONIX for Books message: it has no root element.", text.Line);
}
