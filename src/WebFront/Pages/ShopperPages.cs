using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FlashFlow.WebFront.Demo;
using FlashFlow.WebFront.Shoppers;
using Microsoft.Net.Http.Headers;

namespace FlashFlow.WebFront.Pages;

/// <summary>
/// The shopper's pages, which are compiled in from <c>wwwroot</c>. Everything is made when the front starts: a page in each language, with
/// its texts and settings in it, and what pages load, under an address that changes with its content, so that it is loaded once.
/// </summary>
public sealed partial class ShopperPages
{
    private const string Root = "wwwroot/";
    private const string UsualLanguage = "en";
    private const int BytesOfVersion = 6;
    private const int MostRemembered = 1_000;

    private static readonly FrozenDictionary<string, string> LoadedTypes = new Dictionary<string, string>
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, PageFile> loaded;
    private readonly FrozenDictionary<string, PageTexts> texts;
    private readonly FrozenDictionary<string, PageFile> lists;
    private readonly FrozenDictionary<string, PageFile> products;
    private readonly ConcurrentDictionary<string, string> chosen = new();

    private readonly ShopperTokenOptions tokens;

    /// <param name="options">What pages tell of the front.</param>
    /// <param name="tokens">Where shoppers sign in.</param>
    public ShopperPages(FrontOptions options, ShopperTokenOptions tokens)
    {
        this.tokens = tokens;
        var files = Read();
        var contents = files.Where(file => LoadedTypes.ContainsKey(Path.GetExtension(file.Key))).OrderBy(file => file.Key, StringComparer.Ordinal).ToList();
        Version = Convert.ToHexStringLower(SHA256.HashData([.. contents.SelectMany(file => file.Value)]).AsSpan(0, BytesOfVersion));
        loaded = contents.ToFrozenDictionary(file => file.Key, file => new PageFile(LoadedTypes[Path.GetExtension(file.Key)], file.Value));
        texts = files.Where(file => file.Key.StartsWith("texts/", StringComparison.Ordinal))
            .Select(file => new PageTexts(Path.GetFileNameWithoutExtension(file.Key), JsonNode.Parse(file.Value)!.AsObject()))
            .ToFrozenDictionary(each => each.Language);
        lists = InEachLanguage(Whole(files, "list.html"), options);
        products = InEachLanguage(Whole(files, "product.html"), options);
    }

    /// <summary>What the address of a loaded file has in it, so that nobody has an old one.</summary>
    public string Version { get; }

    /// <summary>Where loaded files are, without a slash at the end.</summary>
    public string Assets => $"/assets/{Version}";

    /// <summary>What a browser loads for all pages, without a cache.</summary>
    public IReadOnlyList<PageFile> All => [.. loaded.Values, lists[UsualLanguage], products[UsualLanguage]];

    /// <summary>The languages.</summary>
    public IReadOnlyList<PageTexts> Languages => texts.Values;

    /// <summary>The page of all sales, in the reader's language.</summary>
    public PageFile List(HttpRequest request) => lists[LanguageOf(request)];

    /// <summary>The page of one sale; it is the same for all.</summary>
    public PageFile Product(HttpRequest request) => products[LanguageOf(request)];

    /// <summary>What a page loads; null for what there is not.</summary>
    public PageFile? Find(string name) => loaded.GetValueOrDefault(name);

    /// <summary>The texts in the reader's language.</summary>
    public PageTexts Texts(HttpRequest request) => texts[LanguageOf(request)];

    // Browsers say what their readers like in a few ways, which are read once each.
    private string LanguageOf(HttpRequest request)
    {
        var liked = request.Headers.AcceptLanguage.ToString();
        if (chosen.TryGetValue(liked, out var known))
            return known;
        var language = Choose(liked);
        if (chosen.Count < MostRemembered)
            chosen[liked] = language;
        return language;
    }

    // The one that the reader likes best of those that there are.
    private string Choose(string header)
    {
        if (!StringWithQualityHeaderValue.TryParseList([header], out var liked))
            return UsualLanguage;
        return liked.Where(language => language.Quality != 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(texts.ContainsKey) ?? UsualLanguage;
    }

    // What both pages have stands in a file of its own.
    private static string Whole(Dictionary<string, byte[]> files, string page) =>
        Part().Replace(Encoding.UTF8.GetString(files[page]), part => Encoding.UTF8.GetString(files[$"parts/{part.Groups["name"].Value}.html"]));

    private FrozenDictionary<string, PageFile> InEachLanguage(string page, FrontOptions options) => texts.Values.ToFrozenDictionary(
        each => each.Language, each => new PageFile("text/html; charset=utf-8", Encoding.UTF8.GetBytes(Fill(page, each, options))));

    private string Fill(string page, PageTexts each, FrontOptions options) => Gap().Replace(page, gap => gap.Groups["name"].Value switch
    {
        "assets" => Assets,
        "language" => each.Language,
        "settings" => new JsonObject
        {
            ["language"] = each.Language,
            ["payment"] = options.PaymentPage ?? (options.DemoMode ? DemoShopEndpoints.PaymentName : null),
            ["maxQuantity"] = options.MaxQuantity,
            ["signIn"] = options.ShopperTokens == ShopperTokenMode.Off
                ? null
                : new JsonObject { ["isNeeded"] = options.ShopperTokens == ShopperTokenMode.Required, ["page"] = tokens.SignInPage },
            ["texts"] = each.All.DeepClone(),
        }.ToJsonString(),
        var name => HtmlEncoder.Default.Encode(each[name]),
    });

    private static Dictionary<string, byte[]> Read()
    {
        var assembly = typeof(ShopperPages).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal)).ToDictionary(name => name[Root.Length..], name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        });
    }

    [GeneratedRegex(@"\{\{part (?<name>[\w-]+)\}\}\n")]
    private static partial Regex Part();

    [GeneratedRegex(@"\{\{(text )?(?<name>[\w.]+)\}\}")]
    private static partial Regex Gap();
}
