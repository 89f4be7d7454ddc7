"""Made the JPEG files beside it, once, with Pillow 9.4.0 and its libjpeg-turbo: run `python3 make_jpeg.py` here to make them again.

NAME.jpg has its pixels, as libjpeg decodes them, in NAME.npy.
"""
import numpy as np
from PIL import Image

y, x = np.mgrid[0:43, 0:61]
photo = np.stack([128 + 100 * np.sin(x / 9), 128 + 90 * np.cos(y / 7 + x / 20), 255 * ((x // 12 + y // 9) % 2)], axis=2)
photo = np.clip(photo, 0, 255).astype(np.uint8)


def save(name, pixels, **options):
    Image.fromarray(pixels).save(name + '.jpg', **options)
    decoded = np.asarray(Image.open(name + '.jpg'))
    np.save(name + '.npy', decoded if decoded.ndim == 3 else decoded[..., None])


save('gray', photo[..., 0], quality=90)
for sampling, name in ((0, '444'), (1, '422'), (2, '420')):
    save(f'baseline_{name}', photo, quality=85, subsampling=sampling)
    save(f'progressive_{name}', photo, quality=85, subsampling=sampling, progressive=True)
save('progressive_gray', photo[..., 1], quality=70, progressive=True)
save('optimized', photo, quality=40, optimize=True)
save('narrow', photo[:5, :3], quality=95)
