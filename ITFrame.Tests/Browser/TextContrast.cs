using Microsoft.Playwright;
using Xunit;

namespace ITFrame.Tests.Browser;

/// <summary>Measures whether text stands out from what is behind it as WCAG 2.2 AA demands (1.4.3): 4.5 to 1, large text 3 to 1.</summary>
internal static class TextContrast
{
    /// <summary>
    /// Looks at every text within the window, in HTML and in SVG. What is behind it is what the browser itself says lies there, colours with a
    /// part of transparency laid over each other. What cannot be used, and what is not seen, is not text to be read.
    /// </summary>
    private const string Script = """
        () => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const parse = css => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = '#0000';
            canvas.fillStyle = css;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            return [r, g, b, a / 255];
          };
          const over = ([r, g, b, a], under) => [r, g, b].map((value, i) => value * a + under[i] * (1 - a));
          const luminance = color => {
            const [r, g, b] = color.map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
          const opacity = element => { let all = 1; for (let e = element; e; e = e.parentElement) all *= Number(getComputedStyle(e).opacity); return all; };
          const paint = element => {
            const style = getComputedStyle(element);
            const isShape = element instanceof SVGGeometryElement && !(element instanceof SVGLineElement);
            const color = isShape ? (style.fill === 'none' ? [0, 0, 0, 0] : parse(style.fill)) : element instanceof SVGElement ? [0, 0, 0, 0] : parse(style.backgroundColor);
            return [...color.slice(0, 3), color[3] * (isShape ? Number(style.fillOpacity) : 1) * opacity(element)];
          };
          const base = parse(getComputedStyle(document.body).backgroundColor);
          const page = over(base, over(parse('Canvas'), [255, 255, 255]));
          // What takes no clicks is painted all the same; it must be among what is found.
          const style = document.createElement('style');
          style.textContent = '.flows, .flows *, .crown, .crown *, .timeline *, .map * { pointer-events: visiblePainted !important }';
          document.head.append(style);
          const problems = [], seen = new Set();
          let measured = 0;
          for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();) {
            const node = walker.currentNode, element = node.parentElement, text = node.textContent.trim();
            if (!text || element.closest('[disabled], :disabled, [aria-hidden=true], script, style, title, template') || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const box = range.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            if (box.width < 1 || box.height < 1 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
            const stack = document.elementsFromPoint(x, y);
            const own = stack.findIndex(found => found === element || found.contains(element));
            // Covered by a dialog, a menu, or the head of a table.
            if (own < 0 || stack.slice(0, own).some(found => !element.contains(found) && paint(found)[3] > 0.5)) continue;
            let behind = page;
            for (const found of stack.slice(own).reverse()) {
              if (found !== element || !(element instanceof SVGElement)) behind = over(paint(found), behind);
            }
            const css = getComputedStyle(element);
            const color = element instanceof SVGElement ? parse(css.fill) : parse(css.color);
            const fore = over([...color.slice(0, 3), color[3] * opacity(element)], behind);
            const size = parseFloat(css.fontSize), isLarge = size >= 24 || (size >= 18.66 && Number(css.fontWeight) >= 700);
            const found = ratio(fore, behind);
            measured++;
            const key = `${element.tagName}.${element.getAttribute('class') ?? ''} ${css.color}`;
            if (found < (isLarge ? 3 : 4.5) && !seen.has(key)) {
              seen.add(key);
              problems.push(`${found.toFixed(2)} "${text.slice(0, 40)}" <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> rgb(${fore.map(Math.round)}) on rgb(${behind.map(Math.round)})`);
            }
          }
          style.remove();
          return { measured, problems };
        }
        """;

    /// <summary>Fails with each text that does not stand out.</summary>
    /// <returns>How many were measured.</returns>
    public static async Task<int> AssertAsync(IPage page, string name)
    {
        var result = await page.EvaluateAsync<Result>(Script);
        Assert.True(result.Problems.Length == 0, $"{name}: {string.Join(Environment.NewLine, result.Problems)}");
        return result.Measured;
    }

    internal sealed class Result
    {
        public int Measured { get; set; }

        public string[] Problems { get; set; } = [];
    }
}
