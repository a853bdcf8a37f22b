using System.Xml.Linq;

namespace Bookstore.Packaging;

/// <summary>The documentation file of an assembly, without the internals that the compiler writes as well.</summary>
internal static class PublicDocumentation
{
    public static void Keep(string assembly, string file)
    {
        var visible = VisibleMembers.Read(assembly);
        var document = XDocument.Load(file, LoadOptions.PreserveWhitespace);
        foreach (var member in document.Descendants("member").Where(member => !visible.Contains((string)member.Attribute("name")!)).ToList())
        {
            // With the line that it begins on.
            if (member.PreviousNode is XText space)
            {
                space.Remove();
            }

            member.Remove();
        }

        document.Save(file, SaveOptions.DisableFormatting);
    }
}
