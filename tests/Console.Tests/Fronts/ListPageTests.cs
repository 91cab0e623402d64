using FlashFlow.Console.Fronts;

namespace FlashFlow.Console.Tests.Fronts;

public sealed class ListPageTests
{
    [Theory]
    [InlineData("</sales?after=a&limit=25>; rel=\"next\"", "/sales?after=a&limit=25")]
    [InlineData("</sales?after=a>; rel=next", "/sales?after=a")]
    [InlineData("</sales>; rel=\"prev\"", null)]
    [InlineData("<https://elsewhere.example.org/sales>; rel=\"next\"", null)]
    [InlineData("<//elsewhere.example.org/sales>; rel=\"next\"", null)]
    public void The_next_page_is_a_path_of_the_same_front(string link, string? expected)
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.TryAddWithoutValidation("Link", link);

        Assert.Equal(expected, ListPage.FindNext(answer.Headers));
    }
}
